import { type EditionRules, editionRules } from '../../packages/standard/edition-rules.ts';
import { loadEdition } from '../../packages/standard/load-edition.ts';

/** The rules of the edition that ships. */
export const rulesOfEdition1: EditionRules = editionRules(loadEdition('edition-1'));

/** A small edition whose sums can be done in the head: three positions, two items each. */
export const smallRules: EditionRules = {
  ...rulesOfEdition1,
  edition: '9',
  positions: [
    {
      code: 'SM',
      enforcement: 'brand-mandatory',
      auditWeight: 50,
      items: [
        { id: 'SM-1', clause: '1.1', severity: 'major', weight: 60 },
        { id: 'SM-2', clause: '1.6', severity: 'critical', weight: 40 },
      ],
    },
    {
      code: 'MT',
      enforcement: 'statutory',
      auditWeight: 30,
      items: [
        { id: 'MT-1', clause: 'H11.1', severity: 'minor', weight: 50 },
        { id: 'MT-2', clause: 'H11.2', severity: 'critical', weight: 50 },
      ],
    },
    {
      code: 'PP',
      enforcement: 'advisory',
      auditWeight: 20,
      items: [{ id: 'PP-1', clause: 'H15.1', severity: 'minor', weight: 100 }],
    },
  ],
};
