import type { LocalDate } from '../calendar.ts';
import type { CertificateStatus } from '../certification/certificate.ts';
import { certificateWords } from './certificate-words.ts';
import type { Language } from './document.ts';

interface Named {
  code: string;
  name: Record<Language, string>;
}

/** A certificate with the words that stand on it. */
export interface NamedCertificate {
  number: string;
  position: Named;
  level: Named;
  authorisation?: Named;
  edition: string;
  issuedOn: LocalDate;
  validFrom: LocalDate;
  /** The last day. */
  validUntil: LocalDate;
  /** From before this system: nobody was examined here for it. */
  takenOver?: true;
  /** Missing when the person has left the network. */
  holder?: string;
}

/** What everybody may know of a certificate on a day: the holder's name is masked. */
export interface CheckedCertificate extends NamedCertificate {
  status: CertificateStatus;
}

/** What came of a check, for the page that shows it. */
export type Finding =
  | { kind: 'found'; certificate: CheckedCertificate; askedAt: string }
  | { kind: 'unknown'; number: string; askedAt: string }
  | { kind: 'malformed'; askedAt: string }
  | { kind: 'failed' };

export interface Page {
  status: number;
  headers: Record<string, string>;
  content: string;
}

/** A certificate as it is printed, in the order from top to bottom. */
export interface CertificateDocument {
  language: Language;
  title: string;
  /** The title in the other language, beneath. */
  subtitle: string;
  holder: string;
  sentence: string;
  /** Position, and the right that it is about where there is one. */
  subject: string;
  facts: [label: string, value: string][];
  office: string;
  scan: string;
  link: string;
}

/** @param publicUrl where the public pages are */
export function certificateDocument(
  certificate: NamedCertificate & { holder: string },
  publicUrl: string,
  language: Language,
): CertificateDocument {
  const words = certificateWords(language);
  const { number, position, level, authorisation, edition, issuedOn, validFrom, validUntil } = certificate;
  const { holder, takenOver } = certificate;
  return {
    language,
    title: words('title'),
    subtitle: certificateWords(language === 'zh' ? 'en' : 'zh')('title'),
    holder,
    sentence: words(authorisation ? 'sentence.authorised' : 'sentence.certified'),
    subject: [position.name[language], authorisation?.name[language]].filter(Boolean).join(' · '),
    facts: [
      [words('number'), number],
      [words('level'), level.name[language]],
      [words('validity'), words('from-until', validFrom, validUntil)],
      [words('issued-on'), issuedOn],
      [words('edition'), edition],
      ...(takenOver ? [[words('provenance'), words('taken-over')] as [string, string]] : []),
    ],
    office: words('office'),
    scan: words('scan'),
    link: `${publicUrl}/verify/${number}`,
  };
}
