import { createHash } from 'node:crypto';
import type { CheckedCertificate, Finding, Page } from '../domain/report/certificate-document.ts';
import { type CertificateText, certificateWords } from '../domain/report/certificate-words.ts';

type Word = CheckedCertificate['status'] | 'unknown' | 'malformed' | 'failed';

/** White letters are readable on each of these (contrast above 4.5); the word beside says the same without colour. */
const colours: Readonly<Record<Word, string>> = {
  valid: '#1b6e3c',
  expiring: '#7a5200',
  grace: '#9a3f00',
  expired: '#4b5563',
  suspended: '#6b2f8f',
  revoked: '#a4161a',
  replaced: '#1f4e79',
  unknown: '#1f2933',
  malformed: '#1f2933',
  failed: '#4b5563',
};

const signs: Readonly<Record<Word, string>> = {
  valid: '✓',
  expiring: '✓',
  grace: '!',
  expired: '×',
  suspended: '!',
  revoked: '×',
  replaced: '→',
  unknown: '?',
  malformed: '?',
  failed: '…',
};

const style = `
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;background:#eef2f6;color:#1d2733;font:16px/1.6 "PingFang SC","Microsoft YaHei","Noto Sans SC","Droid Sans Fallback",system-ui,sans-serif}
main{max-width:40rem;margin:0 auto;padding:1.25rem 1rem 2rem}
h1{font-size:1.05rem;font-weight:600;margin:.25rem .25rem .9rem}
h1 span,.en{color:#4d5966;font-weight:400}
article{background:#fff;border:1px solid #d5dce3;border-radius:14px;overflow:hidden;box-shadow:0 1px 3px rgb(29 39 51/.08)}
.status{color:#fff;padding:1.25rem 1.25rem 1.1rem;display:flex;gap:1rem;align-items:center}
.sign{flex:none;width:3rem;height:3rem;border:2px solid #fff;border-radius:50%;display:grid;place-items:center;font-size:1.6rem;line-height:1}
.status p{margin:0}
.word{font-size:1.75rem;font-weight:700;line-height:1.2}
.status .en{color:#fff;font-size:1rem}
.means{padding:1rem 1.25rem 0;margin:0}
.means p{margin:0 0 .25rem}
.en{font-size:.875rem}
dl{margin:.75rem 1.25rem 1.1rem}
dl div{display:grid;grid-template-columns:9rem 1fr;gap:.25rem 1rem;padding:.6rem 0;border-top:1px solid #e4e9ee}
dt .en,dd .en{display:block;line-height:1.35}
dd{margin:0;font-weight:600;overflow-wrap:anywhere}
.number{font-family:ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;letter-spacing:.03em}
footer{margin:1rem .25rem 0;font-size:.875rem;color:#4d5966}
footer p{margin:0}
${Object.entries(colours)
  .map(([word, colour]) => `.${word}{background:${colour}}`)
  .join('\n')}
@media (max-width:26rem){dl div{grid-template-columns:1fr}.word{font-size:1.5rem}}
@media print{body{background:#fff}.status{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
`;

const styleHash = createHash('sha256').update(style).digest('base64');

/** Nothing is loaded, run, sent or framed: the one style sheet in the page is known by its hash. */
const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-language': 'zh-CN, en',
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex',
};

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string) => text.replaceAll(/[&<>"']/g, (sign) => escapes[sign] ?? sign);

const zh = certificateWords('zh');
const en = certificateWords('en');

/** A line in Chinese, and what it says in English beneath. */
const both = (chinese: string, english: string) =>
  `${escaped(chinese)}<span class="en" lang="en">${escaped(english)}</span>`;

const row = (label: CertificateText, chinese: string, english?: string, className?: string) =>
  `<div><dt>${both(zh(label), en(label))}</dt><dd${className ? ` class="${className}"` : ''}>${
    english === undefined ? escaped(chinese) : both(chinese, english)
  }</dd></div>`;

function rowsOf(finding: Finding): string[] {
  if (finding.kind === 'unknown') return [row('number', finding.number, undefined, 'number')];
  if (finding.kind !== 'found') return [];
  const { number, holder, position, level, authorisation, edition, validFrom, validUntil } =
    finding.certificate;
  const { takenOver } = finding.certificate;
  return [
    row('number', number, undefined, 'number'),
    holder === undefined ? row('holder', zh('holder.gone'), en('holder.gone')) : row('holder', holder),
    row('position', position.name.zh, position.name.en),
    row('level', level.name.zh, level.name.en),
    ...(authorisation ? [row('authorisation', authorisation.name.zh, authorisation.name.en)] : []),
    row('validity', zh('from-until', validFrom, validUntil), en('from-until', validFrom, validUntil)),
    row('edition', edition),
    ...(takenOver ? [row('provenance', zh('taken-over'), en('taken-over'))] : []),
  ];
}

/** `2026-11-24 22:10` at the station. */
const minuteOf = (instant: string) =>
  new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

/** The page, Chinese first and English beneath; it needs no script and nothing from elsewhere. */
export function verificationPage(status: number, finding: Finding): Page {
  const word: Word = finding.kind === 'found' ? finding.certificate.status : finding.kind;
  const rows = rowsOf(finding);
  const at = 'askedAt' in finding ? minuteOf(finding.askedAt) : null;
  const content = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(`${zh(word)} · ${zh('page.title')} · ${en(word)}`)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escaped(zh('page.title'))} <span lang="en">${escaped(en('page.title'))}</span></h1>
<article>
<div class="status ${word}" role="status">
<span class="sign" aria-hidden="true">${signs[word]}</span>
<div><p class="word">${escaped(zh(word))}</p><p class="en" lang="en">${escaped(en(word))}</p></div>
</div>
<div class="means">
<p>${escaped(zh(`${word}.means`))}</p>
<p class="en" lang="en">${escaped(en(`${word}.means`))}</p>
</div>
<dl>${rows.join('\n')}</dl>
</article>
<footer>${at === null ? '' : `<p>${escaped(zh('asked-at', at))}</p><p class="en" lang="en">${escaped(en('asked-at', at))}</p>`}
<p>${escaped(zh('office'))} <span class="en" lang="en">${escaped(en('office'))}</span></p>
</footer>
</main>
</body>
</html>
`;
  return { status, headers, content };
}

/** What people see when nothing could be found out. */
export const failurePage = (failure: { status: number } | null): Page =>
  verificationPage(failure?.status ?? 500, { kind: 'failed' });
