import type { CellFormat } from './network-files.ts';

export type Language = 'zh' | 'en';
type Text = Record<Language, string>;

/** What each kind of cell may hold. */
export const allowedTexts: Record<CellFormat, Text> = {
  code: {
    zh: '2–20 位大写字母、数字或连字符,首位为字母或数字',
    en: '2–20 capital letters, digits or hyphens, not starting with a hyphen',
  },
  name: { zh: '1–60 个字符,不含换行', en: '1–60 characters without line breaks' },
  position: { zh: '标准现行版本中的岗位代码', en: 'the code of a position of the standard in force' },
  positions: {
    zh: '岗位代码,以空格分隔,如 BT PT',
    en: 'codes of positions with spaces between them, such as BT PT',
  },
  floors: {
    zh: '岗位=人数(1–99),以空格分隔,如 MT=4 QI=2',
    en: 'position=heads (1–99) with spaces between them, such as MT=4 QI=2',
  },
  'repair-class': { zh: 'I、II 或 III', en: 'I, II or III' },
  'yes-no': { zh: 'yes 或 no', en: 'yes or no' },
  date: { zh: '日期,如 2026-03-01', en: 'a date such as 2026-03-01' },
  month: { zh: '月份,如 2026-03', en: 'a month such as 2026-03' },
  visits: { zh: '0–20000 的整数', en: 'a whole number from 0 to 20000' },
  phone: { zh: '11 位中国大陆手机号', en: 'a Chinese mobile number of 11 digits' },
  login: {
    zh: '3–40 位小写字母、数字或 . _ -',
    en: '3–40 lower-case letters, digits or . _ -',
  },
  level: { zh: '标准中的级别或授权代码', en: 'the code of a level or authorisation of the standard' },
  'paper-number': { zh: '1–40 个字符,不含换行', en: '1–40 characters without line breaks' },
  edition: { zh: '已发布的标准版本号', en: 'the number of a published edition' },
  reference: { zh: '1–200 个字符,不含换行', en: '1–200 characters without line breaks' },
};

/** Every problem that an import can name. `{allowed}` is the text of the column's format above. */
export const problemTexts: Record<string, Text> = {
  'not-utf8': {
    zh: '文件不是 UTF-8 编码(可能是 GBK);请另存为“CSV UTF-8”',
    en: 'The file is not UTF-8 (perhaps GBK); save it as "CSV UTF-8"',
  },
  'file-empty': { zh: '文件为空,应有表头 {columns}', en: 'The file is empty; it needs the header {columns}' },
  'header-missing': {
    zh: '首行不是表头,应为 {columns}',
    en: 'The first line is no header; it should read {columns}',
  },
  'quote-not-closed': {
    zh: '此处开始的引号没有结束,其后的内容无法读取',
    en: 'A quote that opens here is never closed; nothing after it can be read',
  },
  'quote-misplaced': {
    zh: '引号位置不对;含引号的内容应整体加引号,其中的引号写两次',
    en: 'A quote is out of place; quote the whole cell and double the quotes inside',
  },
  'wrong-field-count': {
    zh: '列数与表头不符:此行有 {value} 列',
    en: 'The row has {value} cells, which is not what the header has',
  },
  'column-missing': { zh: '缺少列 {column}', en: 'The column {column} is missing' },
  'column-unknown': {
    zh: '未知列 {column};可用的列为 {columns}',
    en: '{column} is not a column; the columns are {columns}',
  },
  'column-twice': { zh: '列 {column} 出现多次', en: 'The column {column} stands there more than once' },
  'value-missing': { zh: '未填写;应为{allowed}', en: 'Nothing is filled in; allowed is {allowed}' },
  'wrong-value': {
    zh: '“{value}”不符合要求;应为{allowed}',
    en: '"{value}" is not allowed; allowed is {allowed}',
  },
  'wrong-personal-value': {
    zh: '内容不符合要求;应为{allowed}',
    en: 'The value is not allowed; allowed is {allowed}',
  },
  'duplicate-region': { zh: '大区 {value} 出现多次', en: 'The region {value} stands there more than once' },
  'duplicate-station': {
    zh: '服务商 {value} 出现多次',
    en: 'The station {value} stands there more than once',
  },
  'duplicate-month': {
    zh: '该服务商的月份 {value} 出现多次',
    en: 'The month {value} stands there more than once for this station',
  },
  'month-not-over': {
    zh: '{value} 还没有过完,不能上报',
    en: 'The month {value} is not over, so its visits are not known',
  },
  'duplicate-person': {
    zh: '人员 {value} 出现多次;一人只属于一个服务商',
    en: 'The person {value} stands there more than once; a person belongs to one station',
  },
  'duplicate-login': { zh: '登录名与其他人员重复', en: 'The login is given to more than one person' },
  'duplicate-assignment': {
    zh: '同一人员的岗位 {value} 出现多次',
    en: 'The person is given the position {value} more than once',
  },
  'unknown-region': { zh: '没有大区 {value}', en: 'There is no region {value}' },
  'region-not-readable': {
    zh: '大区 {value} 在 regions.csv 中有错误,请先改正',
    en: 'The region {value} has a problem in regions.csv; correct that first',
  },
  'unknown-station': {
    zh: 'stations.csv 中没有服务商 {value}',
    en: 'There is no station {value} in stations.csv',
  },
  'unknown-person': { zh: 'people.csv 中没有人员 {value}', en: 'There is no person {value} in people.csv' },
  'person-not-readable': {
    zh: '人员 {value} 在 people.csv 中有错误,请先改正',
    en: 'The person {value} has a problem in people.csv; correct that first',
  },
  'unknown-position': { zh: '标准中没有岗位 {value}', en: 'The standard has no position {value}' },
  'person-of-other-station': {
    zh: '人员 {value} 属于另一服务商',
    en: 'The person {value} belongs to another station',
  },
  'login-elsewhere': {
    zh: '登录名已属于其他服务商或总部',
    en: 'A login belongs to another station or to HQ already',
  },
  'station-changes-too-much': {
    zh: '该服务商一次变更的人员和登录名过多(合计超过 98 处);请分两次导入',
    en: 'Too many people and logins of the station change at once (more than 98); import in two steps',
  },
  'station-too-large': {
    zh: '该服务商的人员与登录名共 {value} 个,至多 97 个',
    en: 'The station has {value} people and logins together; at most 97 are possible',
  },
  'import-conflict': {
    zh: '该服务商正被另一次导入修改,请稍后重试',
    en: 'Another import is changing this station; try again later',
  },
  'station-not-known': {
    zh: '没有服务商 {value};请先导入服务网络',
    en: 'There is no station {value}; import the network first',
  },
  'person-not-known': {
    zh: '该服务商没有人员 {value}',
    en: 'The station has no person {value}',
  },
  'edition-not-known': { zh: '没有发布过标准版本 {value}', en: 'The edition {value} was never published' },
  'duplicate-certificate': {
    zh: '同一人员的同一证书出现多次(岗位 {value})',
    en: 'The same certificate of a person stands there more than once (position {value})',
  },
  'duplicate-number': {
    zh: '原证书编号 {value} 出现多次',
    en: 'The number {value} stands on more than one certificate',
  },
  'certificate-held': {
    zh: '该人员已持有同类证书 {value}',
    en: 'The person holds the certificate {value} of this kind already',
  },
  missing: { zh: '未填写', en: 'Nothing is filled in' },
  'unknown-field': { zh: '该证书不需要此项', en: 'Such a certificate has none' },
  'not-allowed-value': {
    zh: '“{value}”不在允许范围;应为 {allowed} 之一',
    en: '"{value}" is not allowed; it is one of {allowed}',
  },
  'in-the-future': { zh: '{value} 还没有到;应为 {allowed}', en: '{value} has not come yet; it is {allowed}' },
  'outside-validity': {
    zh: '{value} 不符合该证书的有效期;应为 {allowed}',
    en: '{value} is not within the validity of such a certificate; it is {allowed}',
  },
  'certificate-run-out': {
    zh: '证件已于 {value} 到期或应复审;应晚于 {allowed}',
    en: 'It ran out, or was to be reviewed, on {value}; it is later than {allowed}',
  },
  invalid: { zh: '内容无效', en: 'The value is not valid' },
};
