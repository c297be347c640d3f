/**
 * Every name of a function follows from its folder, and from nothing else: `functions/audit/score-audit` is the
 * construct `ScoreAudit`, the placeholder `${scoreAudit}` and the Lambda `stationkeeper-<stage>-score-audit`.
 */
export const camelCase = (kebab: string) =>
  kebab.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

export const pascalCase = (kebab: string) => {
  const camel = camelCase(kebab);
  return camel.charAt(0).toUpperCase() + camel.slice(1);
};

export const kebabCase = (pascal: string) =>
  pascal.replace(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();

export const product = 'stationkeeper';

/** Physical name of a resource, for example `stationkeeper-dev-score-audit`. */
export const physicalName = (stage: string, name: string) => `${product}-${stage}-${name}`;

/** Names of buckets are taken once in the world, so account and Region are part of them. */
export const bucketName = (stage: string, account: string, region: string) =>
  `${physicalName(stage, 'files')}-${account}-${region}`;
