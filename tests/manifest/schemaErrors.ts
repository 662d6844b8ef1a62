import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';

const SCHEMAS = { manifest: 'MicrosoftTeams.schema.json', localization: 'MicrosoftTeams.Localization.schema.json' } as const;

/** What Microsoft's schema 1.30 finds wrong with a document: place and message of each; empty when it fits. */
export function schemaErrors(schema: keyof typeof SCHEMAS, document: unknown): readonly string[] {
  // Their draft-04 features are the same in draft-07, except for the name of the draft; their patterns are none under the u flag.
  const { $schema: draft, ...rules } = JSON.parse(readFileSync(new URL(`schemas/${SCHEMAS[schema]}`, import.meta.url), 'utf8')) as Record<
    string,
    unknown
  >;
  if (draft !== 'http://json-schema.org/draft-04/schema#') throw new Error(`expected a draft-04 schema, got ${String(draft)}`);
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false, formats: { uri: (text: string) => URL.canParse(text) } });
  const validate = ajv.compile(rules);
  return validate(document) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}
