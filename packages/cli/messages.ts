/** Every sentence of the command line, in both languages. */
export type Language = 'zh' | 'en';

const texts = {
  error: { zh: '错误', en: 'Error' },
  'unknown-option': { zh: '没有选项 {0};用 --help 查看可用选项', en: 'there is no option {0}; see --help' },
  'unknown-command': { zh: '没有命令 {0};用 --help 查看可用命令', en: 'there is no command {0}; see --help' },
  'missing-argument': { zh: '缺少参数 {0}', en: 'the argument {0} is missing' },
  'option-argument-missing': { zh: '选项 {0} 缺少取值', en: 'the option {0} needs a value' },
  'excess-arguments': { zh: '参数过多', en: 'too many arguments' },
  'not-a-count': {
    zh: '{0}:{1} 不是 {2} 到 {3} 之间的整数',
    en: '{0}: {1} is not a whole number from {2} to {3}',
  },
  'not-one-of': { zh: '{0}:{1} 无效,可选 {2}', en: '{0}: {1} is not allowed; one of {2}' },
  'no-platform': {
    zh: '连不上平台 {0};先运行 npm start,或用 --api 指定地址',
    en: 'the platform at {0} does not answer; run npm start first, or name its address with --api',
  },
  'no-address': {
    zh: '不知道平台地址;先运行 npm start,或用 --api 指定地址',
    en: 'no platform is known; run npm start first, or name its address with --api',
  },
  'login-failed': { zh: '{0} 登录失败:用户名或密码不对', en: 'login of {0} failed: wrong user or password' },
  'no-token': {
    zh: '未登录:用 --user 和 --password,或设置 STATIONKEEPER_TOKEN',
    en: 'not logged in: give --user and --password, or set STATIONKEEPER_TOKEN',
  },
  'file-unreadable': { zh: '读不了文件 {0}', en: 'the file {0} cannot be read' },
  'no-network-files': { zh: '{0} 里没有 {1}', en: '{0} holds none of {1}' },
  'not-json': { zh: '{0} 不是有效的 JSON', en: '{0} is not valid JSON' },
  'unknown-position': { zh: '没有岗位 {0};可选 {1}', en: 'there is no position {0}; one of {1}' },
  'edition-sound': {
    zh: '标准版本 {0} 校验通过:{1} 个岗位、{2} 条职责、{3} 个审核项',
    en: 'edition {0} is sound: {1} positions, {2} duties, {3} audit items',
  },
  'edition-published': {
    zh: '已发布标准版本 {0}({1} 个岗位)',
    en: 'edition {0} is published ({1} positions)',
  },
  'import-dry': {
    zh: '试导入:可导入 {0} 家服务商,{1} 处问题',
    en: 'dry run: {0} stations can be imported, {1} problems',
  },
  'import-done': {
    zh: '导入完成:大区 {0},新建 {1},更新 {2},未变 {3},未导入 {4},问题 {5}',
    en: 'imported: regions {0}, created {1}, updated {2}, unchanged {3}, left out {4}, problems {5}',
  },
  'import-progress': { zh: '导入服务商', en: 'importing stations' },
  'network-made': { zh: '已生成 {0} 家服务商({1} 人)于 {2}', en: 'made {0} stations ({1} people) in {2}' },
  'more-problems': {
    zh: '……另有 {0} 处问题(用 --json 查看全部)',
    en: '… and {0} more problems (all of them with --json)',
  },
  launched: { zh: '已发起审核活动 {0}', en: 'launched campaign {0}' },
  'campaign-progress': { zh: '审核进度', en: 'audit progress' },
  'campaign-closed': {
    zh: '审核活动 {0} 已结束:{1} 家服务商,A {2} / B {3} / C {4} / D {5}',
    en: 'campaign {0} is closed: {1} stations, A {2} / B {3} / C {4} / D {5}',
  },
  'campaign-refusals': { zh: '{0} 家服务商未能开启审核:', en: '{0} stations could not be opened:' },
  rank: { zh: '名次', en: 'rank' },
  'rank-in-region': { zh: '区内', en: 'in region' },
  station: { zh: '服务商', en: 'station' },
  name: { zh: '名称', en: 'name' },
  region: { zh: '大区', en: 'region' },
  score: { zh: '得分', en: 'score' },
  grade: { zh: '等级', en: 'grade' },
  criticals: { zh: '致命项', en: 'criticals' },
  stations: { zh: '家数', en: 'stations' },
  status: { zh: '状态', en: 'status' },
  campaign: { zh: '审核活动', en: 'campaign' },
  window: { zh: '时间窗口', en: 'window' },
  pending: { zh: '待答岗位', en: 'pending' },
  reason: { zh: '原因', en: 'reason' },
  city: { zh: '城市', en: 'city' },
  class: { zh: '类别', en: 'class' },
  intake: { zh: '上月台次', en: 'last intake' },
  people: { zh: '在岗', en: 'heads' },
  person: { zh: '人员', en: 'person' },
  positions: { zh: '岗位', en: 'positions' },
  phone: { zh: '电话', en: 'phone' },
  item: { zh: '检查项', en: 'item' },
  'network-ranking': { zh: '全网排名', en: 'Ranking of the network' },
  'region-ranking': { zh: '大区排名', en: 'Ranking of the regions' },
  'and-more': { zh: '……共 {0} 家', en: '… {0} in all' },
  'reason.no-position-to-audit': { zh: '没有可审核的在岗岗位', en: 'no position to audit is held' },
  'reason.station-unreadable': { zh: '服务商数据损坏', en: 'the station data is damaged' },
  'reason.opening-failed': { zh: '开启失败', en: 'could not be opened' },
  'status.launched': { zh: '已发起', en: 'launched' },
  'status.running': { zh: '进行中', en: 'running' },
  'status.answering': { zh: '答卷中', en: 'answering' },
  'status.closed': { zh: '已结束', en: 'closed' },
  position: { zh: '岗位', en: 'position' },
  'explain.headline': { zh: '{0} {1}:得分 {2},等级 {3}', en: '{0} {1}: {2} points, grade {3}' },
  'explain.capped': {
    zh: '只看得分应为 {0} 级,因封顶规则降级(见下)',
    en: 'The points alone would give {0}; a cap holds the grade down (see below)',
  },
  'explain.positions': { zh: '各岗位(得分最低的在前)', en: 'Positions, lowest score first' },
  'explain.weight': { zh: '权重', en: 'weight' },
  'explain.gained': { zh: '计入总分', en: 'brings' },
  'explain.possible': { zh: '满分可计', en: 'of possible' },
  'explain.not-shown': {
    zh: '未按期答卷,各项按不符合计',
    en: 'not answered in time: counts as not satisfied',
  },
  'explain.left-out': { zh: '各项均不适用,不计入总分', en: 'no item applies: left out' },
  'explain.nothing-lost': { zh: '没有失分项', en: 'No item lost points' },
  'explain.lost': { zh: '失分项', en: 'Where points were lost' },
  'explain.lost-points': { zh: '失分', en: 'lost' },
  'explain.answer': { zh: '答案', en: 'answer' },
  'explain.severity': { zh: '严重度', en: 'severity' },
  'explain.check': { zh: '检查内容', en: 'check' },
  'explain.remark': { zh: '本站说明', en: 'remark of the station' },
  'explain.caps': { zh: '封顶规则', en: 'Caps that hold the grade down' },
  'explain.cap': { zh: '规则', en: 'rule' },
  'explain.lift': { zh: '怎样解除', en: 'what lifts it' },
  'explain.grade-after': { zh: '解除后等级', en: 'grade then' },
  'explain.higher': { zh: '怎样达到更高等级', en: 'What reaches a higher grade' },
  'explain.missing': { zh: '还差分数', en: 'points missing' },
  'explain.satisfy': { zh: '这些项全部符合即可', en: 'satisfy these items' },
  'explain.score-after': { zh: '届时得分', en: 'score then' },
  'explain.besides': { zh: '另需', en: 'besides' },
  'explain.out-of-reach': { zh: '没有适用的检查项,无法达到', en: 'out of reach: no item applies' },
  'lift.open-critical': { zh: '改正以下致命项中的 {0} 项:{1}', en: 'correct {0} of the criticals {1}' },
  'lift.overdue-major': {
    zh: '严重不合格超期 {0} 项,降到 {1} 项以内',
    en: 'overdue majors: {0} now, at most {1}',
  },
  'lift.certificate-coverage': {
    zh: '持证率 {0},提高到 {1}',
    en: 'certified seats: {0} now, at least {1}',
  },
  'lift.days-below-staffing': {
    zh: '补足人员(缺编已 {0} 天)',
    en: 'fill the seats (short for {0} days now)',
  },
  'answer.partly': { zh: '部分符合', en: 'partly' },
  'answer.not': { zh: '不符合', en: 'not satisfied' },
  'severity.minor': { zh: '一般', en: 'minor' },
  'severity.major': { zh: '严重', en: 'major' },
  'severity.critical': { zh: '致命', en: 'critical' },
  'data-in-use': {
    zh: '数据文件夹 {0} 正被进程 {1} 使用;请先停止它,或用 --data 换一个文件夹',
    en: 'the data folder {0} is in use by process {1}; stop it first, or name another folder with --data',
  },
  'port-taken': {
    zh: '端口 {0} 已被占用;用 --port 换一个(0 表示任意空闲端口)',
    en: 'port {0} is taken; name another one with --port (0 = any free one)',
  },
  'no-engine': {
    zh: '本系统没有内置的数据表引擎:{0}',
    en: 'this system has no embedded table engine: {0}',
  },
  'start.building': { zh: '构建函数与云模板', en: 'building functions and cloud templates' },
  'start.starting': { zh: '启动本地平台', en: 'starting the platform on this machine' },
  'start.publishing': { zh: '发布标准第 1 版', en: 'publishing edition 1 of the standard' },
  'start.making': {
    zh: '生成示例网络:{0} 家服务商(种子 {1})',
    en: 'making the sample network: {0} stations (seed {1})',
  },
  'start.existing': { zh: '沿用 {0} 中已有的数据', en: 'going on with the data in {0}' },
  'start.seconds': { zh: '{0} 秒', en: '{0} s' },
  'start.campaign-name': { zh: '全网内部审核 {0}', en: 'Internal audit of the network {0}' },
  'start.answering': { zh: '模拟各服务商人员答卷', en: "the stations' people answer (simulated)" },
  'start.problem': { zh: '未能答完 {0} {1}:{2}', en: 'could not answer {0} {1}: {2}' },
  'start.stays': { zh: '平台运行中,按 Ctrl-C 停止', en: 'the platform stays up; Ctrl-C ends it' },
  'start.address': { zh: '接口地址', en: 'API' },
  'start.users': { zh: '演示用户(密码 {0})', en: 'demo users (password {0})' },
  'start.next': { zh: '接下来可以', en: 'go on with' },
  'start.user-hq': { zh: '总部网络发展', en: 'HQ network development' },
  'start.user-auditor': { zh: '总部审核员', en: 'HQ auditor' },
  'start.user-region': { zh: '{0}经理', en: 'manager of {0}' },
  'start.user-master': { zh: '{0} 站长', en: 'station master of {0}' },
  'start.next-ranking': { zh: '排名', en: 'ranking' },
  'start.next-regions': { zh: '大区排名', en: 'ranking of the regions' },
  'start.next-audit': { zh: '以站长身份看本店审核', en: "a station master's own audits" },
  'start.next-launch': { zh: '再审一个大区', en: 'audit one region' },
  'start.next-sheet': { zh: '岗位说明书', en: "a position's sheet" },
  'start.next-chart': { zh: '组织机构图', en: 'org chart' },
  'start.stopping': { zh: '正在停止', en: 'stopping' },
} as const;
export type MessageKey = keyof typeof texts;

/** Words of the command line in one language. */
export type Words = (key: MessageKey, ...values: (string | number)[]) => string;

export const wordsIn =
  (language: Language): Words =>
  (key, ...values) =>
    texts[key][language].replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)] ?? ''));

/** English when the terminal is set to it, Chinese otherwise. */
export function languageOfTerminal(environment: NodeJS.ProcessEnv): Language {
  const set =
    environment.STATIONKEEPER_LANG ?? environment.LC_ALL ?? environment.LC_MESSAGES ?? environment.LANG ?? '';
  return set.toLowerCase().startsWith('en') ? 'en' : 'zh';
}
