import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';

// cardSchema.json is Microsoft's schema of the cards Teams accepts: github.com/microsoft/teams.ts, packages/cards/schema.json
// (April 2025), MIT License, copyright (c) Microsoft Corporation. Strict: unknown properties are errors.
const schema: unknown = JSON.parse(readFileSync(new URL('./cardSchema.json', import.meta.url), 'utf8'));
const validate = new Ajv({ strict: false, allErrors: true }).compile(schema as object);

/** What is wrong with a card by the Teams schema; Teams refuses versions above 1.5, though the schema knows 1.6. */
export function cardProblems(card: object): readonly string[] {
  const renamed: unknown = JSON.parse(JSON.stringify(card).replaceAll('"msteams":', '"msTeams":'));
  const version = Number((renamed as { version?: string }).version);
  const tooNew = version > 1.5 ? [`version ${version} is above 1.5`] : [];
  if (validate(renamed)) return tooNew;
  return [...tooNew, ...(validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`)];
}
