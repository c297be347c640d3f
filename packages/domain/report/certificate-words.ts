import type { Language } from './document.ts';

/** Every sentence of the certificate and of the page that checks one, in both languages; `{0}` and so on are filled in. */
const texts = {
  title: { zh: '岗位资格证书', en: 'Certificate of Qualification' },
  'sentence.certified': {
    zh: '经培训并考核合格，具备下列岗位的任职资格：',
    en: 'has been trained and examined, and is qualified for the position of',
  },
  'sentence.authorised': {
    zh: '经培训并考核合格，获得下列岗位的专项作业授权：',
    en: 'has been trained and examined, and is authorised in the position of',
  },
  number: { zh: '证书编号', en: 'Certificate number' },
  holder: { zh: '持证人', en: 'Holder' },
  'holder.gone': { zh: '已离开服务网络', en: 'has left the network' },
  position: { zh: '岗位', en: 'Position' },
  level: { zh: '等级', en: 'Level' },
  authorisation: { zh: '授权', en: 'Authorisation' },
  validity: { zh: '有效期', en: 'Valid' },
  'from-until': { zh: '{0} 至 {1}', en: '{0} to {1}' },
  'issued-on': { zh: '签发日期', en: 'Issued on' },
  edition: { zh: '标准版本', en: 'Edition of the standard' },
  provenance: { zh: '来源', en: 'Provenance' },
  'taken-over': {
    zh: '承接本系统启用前取得的证书',
    en: 'taken over; earned before this system',
  },
  office: { zh: '总部培训与认证办公室', en: 'HQ Training and Certification Office' },
  scan: { zh: '扫码查验证书当前状态', en: 'Scan to check what it is worth today' },
  'page.title': { zh: '证书查验', en: 'Certificate check' },
  'asked-at': { zh: '查询时间 {0}（北京时间）', en: 'Checked at {0} (UTC+8)' },
  valid: { zh: '有效', en: 'Valid' },
  'valid.means': { zh: '证书有效。', en: 'The certificate is valid.' },
  expiring: { zh: '有效，即将到期', en: 'Valid, ends soon' },
  'expiring.means': {
    zh: '证书有效，已进入续证期。',
    en: 'The certificate is valid and can be renewed now.',
  },
  grace: { zh: '宽限期', en: 'In grace' },
  'grace.means': {
    zh: '证书已到期。宽限期内，持证人只能在持证同事监督下工作，且不得作为该岗位的唯一人员。',
    en: 'The certificate has ended. In grace the holder works only under the supervision of a certified colleague, and never as the only holder of the position.',
  },
  expired: { zh: '已过期', en: 'Expired' },
  'expired.means': { zh: '证书已过期，不再有效。', en: 'The certificate has ended and no longer counts.' },
  suspended: { zh: '已暂停', en: 'Suspended' },
  'suspended.means': {
    zh: '证书已被暂停；暂停期间不得凭此证书上岗。',
    en: 'The certificate is suspended and does not count until it is reinstated.',
  },
  revoked: { zh: '已撤销', en: 'Revoked' },
  'revoked.means': {
    zh: '证书已被撤销，不再有效。',
    en: 'The certificate was revoked and no longer counts.',
  },
  replaced: { zh: '已被取代', en: 'Replaced' },
  'replaced.means': {
    zh: '证书已由新证书取代；请查验新证书的编号。',
    en: 'A newer certificate took its place; check the number of that one.',
  },
  unknown: { zh: '查无此证', en: 'Not found' },
  'unknown.means': {
    zh: '没有这个编号的证书。请核对编号；若与证书上所印一致，则该证书并非由我们签发。',
    en: 'There is no certificate of this number. Compare it with the paper; if it is the same, we did not issue that paper.',
  },
  malformed: { zh: '编号有误', en: 'Not a number' },
  'malformed.means': {
    zh: '这不是证书编号。编号的格式为 SK-XXXX-XXXX-XX，由数字和大写字母组成，例如 SK-7H3K-Q2MX-9D。',
    en: 'This is no certificate number. Numbers look like SK-XXXX-XXXX-XX, in digits and capital letters, for example SK-7H3K-Q2MX-9D.',
  },
  failed: { zh: '暂时无法查验', en: 'Cannot be checked now' },
  'failed.means': {
    zh: '系统暂时无法查验证书，请稍后再试。这不说明证书是否有效。',
    en: 'The certificate cannot be checked at the moment; try again later. This says nothing about the certificate.',
  },
} as const;

export type CertificateText = keyof typeof texts;

export const certificateWords =
  (language: Language) =>
  (name: CertificateText, ...values: string[]): string =>
    texts[name][language].replaceAll(/\{(\d)\}/g, (_, at: string) => values[Number(at)] ?? '');
