// SPDX-License-Identifier: GPL-2.0-or-later
// node validate.js SCHEMA FILE [strict]: which values of FILE the JSON schema does not allow; with
// `strict` none that it does not name either.
const fs = require('fs');
const Ajv = require('ajv/dist/2020');

const [schemaFile, file, strict] = process.argv.slice(2);
const close = (value) => {
	if (value === null || typeof value !== 'object') return;
	if (value.properties && value.required && !('additionalProperties' in value)) value.additionalProperties = false;
	Object.values(value).forEach(close);
};
const schema = JSON.parse(fs.readFileSync(schemaFile));
if (strict) close(schema);
const ajv = new Ajv({ strict: false, allErrors: true });
require('ajv-formats')(ajv);
const validate = ajv.compile(schema);
if (validate(JSON.parse(fs.readFileSync(file)))) process.exit(0);
validate.errors.slice(0, 20).forEach((e) => console.log(`${e.instancePath}: ${e.message} ${JSON.stringify(e.params)}`));
process.exit(1);
