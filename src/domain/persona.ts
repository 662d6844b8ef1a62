/** What somebody mostly does, as far as tips go: guessed from title and department, overruled by the person's own choice. */
export const PERSONAS = ['leading', 'customers', 'projects', 'office', 'technical', 'frontline', 'specialist'] as const;
export type Persona = (typeof PERSONAS)[number];

/** Words of titles and departments by persona, first match wins; lower case, whole words. English, German, French and Spanish. */
const TITLES: readonly (readonly [Persona, RegExp])[] = [
  [
    'frontline',
    /\b(nurse|driver|operator|technician on site|warehouse|clerk|cashier|assembler|shift|pflege\w*|fahrer\w*|lager\w*|infirmi\w+|chauffeur\w*|enfermer\w+|conductor\w*)\b/,
  ],
  [
    'leading',
    /\b(chief|c[efto]o|vp|vice president|head|director|manager|leiter\w*|leitung|directeur|directrice|chef\w*|responsable|director\w*|gerente)\b/,
  ],
  ['office', /\b(assistant|secretary|office|coordinator|receptionist|assistenz|assistent\w*|sekretar\w*|sekretär\w*|secrétaire|asistente)\b/],
  ['customers', /\b(sales|account|customer|support|service|marketing|vertrieb\w*|kunden\w*|vente\w*|commercial\w*|ventas|cliente\w*)\b/],
  ['projects', /\b(project|product|program|programme|scrum|projekt\w*|produkt\w*|chef de projet|proyecto\w*)\b/],
  [
    'technical',
    /\b(engineer|developer|architect|administrator|it|software|data|entwickl\w*|ingenieur\w*|informati\w*|ingénieur\w*|développ\w*|ingenier\w*)\b/,
  ],
];

const DEPARTMENTS: readonly (readonly [Persona, RegExp])[] = [
  ['frontline', /\b(production|manufacturing|logistics|warehouse|care|stores?|produktion|fertigung|logistik|lager)\b/],
  ['customers', /\b(sales|marketing|customer\w*|support|service|vertrieb|kundendienst|ventes|ventas)\b/],
  ['projects', /\b(projects?|products?|pmo|projekte?|produkt\w*)\b/],
  ['technical', /\b(it|engineering|research|development|r&d|technology|entwicklung|forschung|technik)\b/],
  ['office', /\b(administration|office|facilities|human resources|hr|verwaltung|personal)\b/],
];

/**
 * The persona of an account: the title decides before the department; who fits nothing is a `specialist`. A manager of a project is
 * `projects`, of an account `customers`, because "manager" says least about the day.
 */
export function personaOf(account: { readonly jobTitle: string | undefined; readonly department: string | undefined }): Persona {
  const title = (account.jobTitle ?? '').toLowerCase();
  const byTitle = TITLES.filter(([, words]) => words.test(title)).map(([persona]) => persona);
  const best = byTitle.find((persona) => persona !== 'leading') ?? byTitle[0];
  if (best !== undefined) return best;
  const department = (account.department ?? '').toLowerCase();
  return DEPARTMENTS.find(([, words]) => words.test(department))?.[0] ?? 'specialist';
}
