import type { FailureName, FieldProblem } from '../domain/errors.ts';

/** The product's answers to bad input, in both languages. `{value}` and `{allowed}` come from the problem. */
export type Language = 'zh' | 'en';
type Text = Record<Language, string>;

export const failureTitles: Record<FailureName | 'Unexpected' | 'RouteUnknown', Text> = {
  InputRejected: { zh: '输入有误', en: 'The input is not right' },
  NotPermitted: { zh: '您没有进行此操作的权限', en: 'You have no right to do this' },
  StationNotFound: { zh: '没有这个服务商', en: 'There is no such station' },
  CampaignNotFound: { zh: '没有这个审核活动', en: 'There is no such campaign' },
  AuditNotFound: { zh: '没有这份审核', en: 'There is no such audit' },
  PositionNotAudited: { zh: '本次审核不包括该岗位', en: 'This audit does not ask for that position' },
  EditionNotFound: { zh: '没有这个标准版本', en: 'There is no such edition of the standard' },
  EditionAlreadyPublished: {
    zh: '该版本已发布且内容不同;已发布的版本不可更改',
    en: 'This edition is published with other content; a published edition never changes',
  },
  DraftNotFound: { zh: '没有这份标准草案', en: 'There is no such draft of the standard' },
  DraftChanged: {
    zh: '草案内容已变,与所指的不是同一份;请重新查看',
    en: 'The draft says something else than what was looked at; look again',
  },
  DraftPublished: {
    zh: '草案已发布,不可更改',
    en: 'The draft is published and never changes',
  },
  DraftOutdated: {
    zh: '草案起草之后,现行标准已换版;须按新的现行版本重新起草',
    en: 'Another edition came into force since the draft was written; write it anew on that one',
  },
  OwnDraft: {
    zh: '起草人不得发布自己的草案,须由总部另一人发布',
    en: 'Nobody publishes a draft of their own; somebody else of HQ does',
  },
  NotActing: { zh: '该人员没有代理这个岗位', en: 'The person does not act in this position' },
  AuditNotOpen: { zh: '审核已结束,不再接受答卷', en: 'The audit is finished and takes no more answers' },
  AuditNotScored: {
    zh: '审核尚未结束,还没有得分',
    en: 'The audit is not finished, so there is no score yet',
  },
  ScanNotFound: { zh: '没有这次合规检查', en: 'There is no such scan' },
  NotScanned: { zh: '该日及以前没有合规检查记录', en: 'No scan has looked at it up to that day' },
  ScanUsedUp: {
    zh: '这次检查恢复次数过多，请重新发起',
    en: 'The scan was resumed too often; start a new one',
  },
  ReportNotFound: { zh: '没有这份报告', en: 'There is no such report' },
  WebhookNotFound: { zh: '没有这个回调', en: 'There is no such webhook' },
  WebhookLimitReached: { zh: '回调数量已达上限', en: 'There are as many webhooks as there may be' },
  DeliveryNotFound: { zh: '没有这次投递', en: 'There is no such delivery' },
  AnswersAlreadyGiven: {
    zh: '该岗位已提交过不同的答卷',
    en: 'Other answers were given for this position already',
  },
  AnswersUnchanged: {
    zh: '总部已退回这份答卷,须修改后再提交',
    en: 'HQ sent these very answers back; change them before you submit again',
  },
  OwnWork: { zh: '任何人不得审核自己的岗位', en: 'Nobody audits the own work' },
  AuditorNotEntitled: {
    zh: '该岗位须由他人审核(总部、其他站的内审员或站长)',
    en: 'This position is audited by others: HQ, an auditor of another station, or the station master',
  },
  PositionNotGiven: {
    zh: '该岗位的审核没有分派给您',
    en: 'The audit of this position was not given to you',
  },
  AuditNotInReview: { zh: '这份审核不在复核中', en: 'This audit is not in review' },
  ReviewAlreadyMade: {
    zh: '这份审核已经作出不同的复核决定',
    en: 'Another decision was made in the review of this audit',
  },
  AppealNotFound: { zh: '没有这项申诉', en: 'There is no such appeal' },
  AppealTooLate: { zh: '申诉期限已过', en: 'The days to dispute the result are over' },
  AppealAlreadyRaised: { zh: '该检查项已申诉过', en: 'This item was disputed before' },
  AppealAlreadyDecided: { zh: '这项申诉已有不同的裁定', en: 'Another decision was made about this appeal' },
  DecidedByAnother: {
    zh: '申诉须由复核人以外的总部人员裁定',
    en: 'Somebody of HQ other than the reviewer decides an appeal',
  },
  DeputyGone: { zh: '代理人已没有系统权限', en: 'The deputy has no access any more' },
  CampaignOver: { zh: '审核活动已结束或已取消', en: 'The campaign is closed or cancelled' },
  CampaignOpening: {
    zh: '审核活动正在开启,请稍后再试',
    en: 'The campaign is still being opened; try again in a moment',
  },
  NoPilot: { zh: '这个审核活动没有试点', en: 'This campaign has no pilot' },
  RemindedToday: {
    zh: '24小时内已提醒过,不再重复提醒',
    en: 'The stations were reminded within the last 24 hours',
  },
  CommandReused: {
    zh: '该幂等键已用于另一条不同的指令',
    en: 'This idempotency key was used for another command',
  },
  RegionNotFound: { zh: '没有这个大区', en: 'There is no such region' },
  NonconformityNotFound: { zh: '没有这个不合格项', en: 'There is no such nonconformity' },
  StepNotInTurn: { zh: '现在还轮不到这一步,或已过这一步', en: "It is not this step's turn" },
  StepAlreadyTaken: {
    zh: '这一步已经以不同的内容完成',
    en: 'This step was taken before, in another way',
  },
  StepNotYours: { zh: '这一步不由您负责', en: 'This step is for somebody else to take' },
  OwnCorrection: {
    zh: '任何人不得验证自己的整改',
    en: 'Nobody verifies the own correction',
  },
  SubmissionSuperseded: {
    zh: '您看到的不是最新提交的内容,请先查看最新内容',
    en: 'Something newer was handed in; look at that first',
  },
  SubmissionTurnedDown: {
    zh: '同样的内容已被退回,请修改后再提交',
    en: 'The same words were turned down before; change them first',
  },
  EffectCheckTooEarly: { zh: '还没到确认效果的日期', en: 'It is too early to check the effect' },
  ExtensionNotPossible: { zh: '不能再延期', en: 'No more time can be given' },
  NonconformityChanged: {
    zh: '该不合格项刚刚被他人更新,请重新查看',
    en: 'Somebody else has just changed this nonconformity; look at it again',
  },
  StationsNotOpened: { zh: '有服务商的审核未能开启', en: 'Some stations could not be opened' },
  PersonNotFound: {
    zh: '没有这名人员',
    en: 'There is no such person',
  },
  PersonChanged: {
    zh: '该人员的资料同时被修改,请重试',
    en: 'The person was changed at the same moment; try again',
  },
  SeatRefused: {
    zh: '标准不允许此人担任该岗位',
    en: 'The standard does not let the person take this position',
  },
  HireOver: {
    zh: '该次任职已结束;再次录用请填写之后的上岗日期',
    en: 'This hire is over; name a later first day to hire again',
  },
  WayOver: {
    zh: '该项认证今天已终止,可于次日重新开始',
    en: 'This way ended today; it can begin again tomorrow',
  },
  HandOverNotFound: {
    zh: '没有需要交接的工作',
    en: 'Nothing is to be handed over',
  },
  OnboardingNotFound: {
    zh: '没有这项入职流程',
    en: 'There is no such onboarding',
  },
  OnboardingOver: {
    zh: '入职流程已结束或已进入考核',
    en: 'The onboarding is over, or at its exams',
  },
  DutySheetOutdated: {
    zh: '签收的岗位说明书不是现行版本',
    en: 'The duty sheet that was signed is not the one in force',
  },
  MentorNotEntitled: {
    zh: '此人不能担任师傅',
    en: 'This person cannot be the mentor',
  },
  CertificationNotFound: {
    zh: '没有这项认证',
    en: 'There is no such certification',
  },
  ExamNotPossible: {
    zh: '现在不能考试',
    en: 'The exam is not possible now',
  },
  ExamOver: {
    zh: '考试时间已到',
    en: 'The time of the exam is up',
  },
  PaperNotFound: {
    zh: '没有这份试卷',
    en: 'There is no such paper',
  },
  PaperNotSubmitted: {
    zh: '上一份试卷尚未交卷',
    en: 'The paper before has not been submitted',
  },
  BankNotFound: {
    zh: '该岗位还没有题库',
    en: 'The position has no question bank yet',
  },
  BankAlreadyPublished: {
    zh: '该题库版本已发布且内容不同',
    en: 'This version of the bank is published with other content',
  },
  OwnExam: {
    zh: '任何人不得考评自己',
    en: 'Nobody assesses themselves',
  },
  AssessorNotEntitled: {
    zh: '您不是该岗位的考评人',
    en: 'The standard names another assessor for this position',
  },
  PrerequisitesLapsed: {
    zh: '认证条件已不齐全,查验有效证件后才能批准',
    en: 'What the certificate asks for no longer holds; it is approved once what holds is shown',
  },
  ApproverNotEntitled: {
    zh: '该证书须由他人批准',
    en: 'Somebody else approves this certificate',
  },
  PositionNotHeld: {
    zh: '此人没有担任该岗位',
    en: 'The person does not hold this position',
  },
  LevelTooEarly: {
    zh: '尚未达到申请该级别的条件',
    en: 'It is too early for this level',
  },
  CertificateNotFound: {
    zh: '没有这张证书',
    en: 'There is no such certificate',
  },
  CertificateNotRenewable: {
    zh: '该证书已撤销或已被替代,不能续证',
    en: 'The certificate is revoked or replaced and cannot be renewed',
  },
  RenewalTooEarly: {
    zh: '续证期尚未开始',
    en: 'The renewal window is not open yet',
  },
  RefresherHoursMissing: {
    zh: '继续培训学时不足',
    en: 'Hours of further training are missing',
  },
  CertificateRevoked: {
    zh: '证书已撤销',
    en: 'The certificate is revoked',
  },
  CertificateNotSuspended: {
    zh: '证书未被暂停',
    en: 'The certificate is not suspended',
  },
  CertificateAlreadyHeld: {
    zh: '该人员已持有同类证书',
    en: 'The person holds such a certificate already',
  },
  NoStatutoryCertificate: {
    zh: '该证书不以法定证件为前提',
    en: 'The certificate leans on no statutory certificate',
  },
  StatutoryNotNewer: {
    zh: '出示的法定证件并不比已登记的更新',
    en: 'The statutory certificate is no newer than the one that is known',
  },
  HolderGone: {
    zh: '持证人已离开服务网络，不再出具证书文件',
    en: 'The holder has left the network, so no document is made any more',
  },
  DutyAlreadyRecorded: {
    zh: '该证据已登记过,但数量或学时不同',
    en: 'This evidence was recorded before with other figures',
  },
  DutyRecordNotFound: { zh: '没有这条职责记录', en: 'There is no such record of a duty' },
  DutyRecordNotYours: {
    zh: '只有登记人或站长可以撤回记录',
    en: 'Only who made the record, or the station master, may withdraw it',
  },
  DutyRecordWithdrawn: {
    zh: '该记录已因其他原因撤回',
    en: 'The record was withdrawn before for another reason',
  },
  DutyCaseClosed: { zh: '该事项已完成', en: 'This case is done' },
  DutyCaseChanged: {
    zh: '该事项刚刚被他人更新,请重试',
    en: 'Somebody else has just changed this case; try again',
  },
  DutyStartKept: {
    zh: '这期间已有职责记录或事件,或改早后会立即出现漏办,启用日期不变',
    en: 'Duties of the days between were recorded or reported, or would be missed at once; the day stays',
  },
  DutyEventReported: {
    zh: '该编号的事件已上报,但时间或级别不同',
    en: 'This event was reported before with another time or gravity',
  },
  DutyEventNotFound: { zh: '没有上报过这一事件', en: 'No such event was reported' },
  DutyEventNotYours: {
    zh: '只有上报人或总部可以撤回事件',
    en: 'Only who reported the event, or HQ, may withdraw it',
  },
  DutyEventWithdrawn: {
    zh: '该编号的事件已撤回,如需上报请换用其他编号',
    en: 'The event of this number was withdrawn; another one takes another number',
  },
  DependencyUnavailable: { zh: '系统暂时不可用,请稍后再试', en: 'Not available for the moment; try again' },
  Unexpected: { zh: '系统出错,请稍后再试', en: 'Something went wrong on our side; try again' },
  RouteUnknown: { zh: '没有这个地址', en: 'There is nothing at this address' },
};

interface FieldText {
  problem: Text;
  allowed?: Text;
}

export const fieldTexts: Record<string, FieldText> = {
  missing: { problem: { zh: '未填写', en: 'is missing' }, allowed: { zh: '必须填写', en: 'a value' } },
  'missing-choice': {
    problem: { zh: '未填写', en: 'is missing' },
    allowed: { zh: '{allowed} 之一', en: 'one of {allowed}' },
  },
  'subject-missing': {
    problem: { zh: '未写明针对哪位人员', en: 'does not say whom it is about' },
    allowed: { zh: '岗位为 {allowed} 的人员编号', en: 'the id of a person who is {allowed}' },
  },
  'wrong-type': {
    problem: { zh: '类型不对', en: 'has the wrong type' },
    allowed: { zh: '类型 {allowed}', en: '{allowed}' },
  },
  'wrong-format': {
    problem: { zh: '格式不对', en: 'has the wrong form' },
    allowed: { zh: '{allowed}', en: '{allowed}' },
  },
  'too-short': {
    problem: { zh: '太短', en: 'is too short' },
    allowed: { zh: '至少 {allowed}', en: 'at least {allowed}' },
  },
  'too-long': {
    problem: { zh: '太长', en: 'is too long' },
    allowed: { zh: '至多 {allowed}', en: 'at most {allowed}' },
  },
  'too-small': {
    problem: { zh: '太小', en: 'is too small' },
    allowed: { zh: '至少 {allowed}', en: 'at least {allowed}' },
  },
  'too-big': {
    problem: { zh: '太大', en: 'is too big' },
    allowed: { zh: '至多 {allowed}', en: 'at most {allowed}' },
  },
  'not-allowed-value': {
    problem: { zh: '取值不在允许范围', en: 'is not an allowed value' },
    allowed: { zh: '{allowed} 之一', en: 'one of {allowed}' },
  },
  'unknown-field': {
    problem: { zh: '未知字段', en: 'is not a known field' },
    allowed: { zh: '不要填写此字段', en: 'leave it out' },
  },
  'one-of-two': {
    problem: { zh: '须且只能填写其中一项', en: 'is not given, or given twice' },
    allowed: { zh: '{allowed} 之一', en: 'one of {allowed}' },
  },
  'too-large-to-keep': {
    problem: { zh: '内容过大,共 {value}', en: 'is too large to be kept: {value}' },
    allowed: { zh: '至多 {allowed}', en: 'at most {allowed}' },
  },
  'edition-rule': {
    problem: { zh: '不符合标准的规则:{value}', en: 'breaks a rule of the standard: {value}' },
  },
  invalid: { problem: { zh: '无效', en: 'is not valid' } },
  'body-not-json': {
    problem: { zh: '不是有效的 JSON', en: 'is not valid JSON' },
    allowed: { zh: 'JSON 对象', en: 'a JSON object' },
  },
  'unknown-station': {
    problem: { zh: '没有服务商 {value}', en: '{value} is not a station' },
    allowed: { zh: '已登记的服务商编号', en: 'the id of a registered station' },
  },
  'unknown-region': {
    problem: { zh: '没有大区 {value}', en: '{value} is not a region' },
    allowed: { zh: '{allowed} 之一', en: 'one of {allowed}' },
  },
  'unknown-edition': {
    problem: { zh: '没有已发布的第 {value} 版', en: '{value} is not a published edition' },
  },
  'unknown-position': {
    problem: { zh: '没有岗位 {value}', en: '{value} is not a position' },
    allowed: { zh: '{allowed} 之一', en: 'one of {allowed}' },
  },
  'window-ends-before-it-starts': {
    problem: { zh: '{value} 不晚于开始时间', en: '{value} is not after the start' },
    allowed: { zh: '晚于 {allowed}', en: 'an instant after {allowed}' },
  },
  'window-too-long': {
    problem: { zh: '时间窗口过长', en: 'makes the window too long' },
    allowed: { zh: '至多 {allowed} 天', en: 'at most {allowed} days' },
  },
  'window-is-over': {
    problem: { zh: '{value} 已经过去', en: '{value} has passed' },
    allowed: { zh: '将来的时间', en: 'an instant in the future' },
  },
  'due-outside-window': {
    problem: { zh: '{value} 不在时间窗口内', en: '{value} is outside the window' },
    allowed: { zh: '{allowed} 之间', en: 'within {allowed}' },
  },
  'outside-checklist': {
    problem: { zh: '{value} 不在该岗位的检查表中', en: '{value} is not in the checklist of the position' },
    allowed: { zh: '{allowed} 之一', en: 'one of {allowed}' },
  },
  'answered-twice': {
    problem: { zh: '{value} 重复作答', en: '{value} is answered twice' },
    allowed: { zh: '每项只答一次', en: 'each item once' },
  },
  'remark-missing': {
    problem: { zh: '{value} 未完全符合但没有说明', en: '{value} is not simply satisfied and has no remark' },
    allowed: { zh: '除“符合”外都须填写说明', en: 'a remark for every answer other than satisfied' },
  },
  'position-not-submitted': {
    problem: { zh: '岗位 {value} 没有提交答卷', en: '{value} was not submitted' },
    allowed: { zh: '{allowed} 之一', en: 'one of {allowed}' },
  },
  'changes-nothing': {
    problem: { zh: '与提交的答案 {value} 相同', en: '{value} is what was submitted' },
    allowed: { zh: '只填写需要更正的检查项', en: 'name only what has to be corrected' },
  },
  'named-twice': {
    problem: { zh: '{value} 重复', en: '{value} is named twice' },
    allowed: { zh: '只写一次', en: 'each once' },
  },
  'only-with-send-back': {
    problem: { zh: '只能与退回(send-back)一起使用', en: 'belongs to send-back only' },
    allowed: { zh: '接受(accept)时不要填写', en: 'leave it out with accept' },
  },
  'only-with-uphold': {
    problem: { zh: '只能与支持申诉(uphold)一起使用', en: 'belongs to uphold only' },
    allowed: { zh: '驳回(reject)时不要填写', en: 'leave it out with reject' },
  },
  'no-better-than-counted': {
    problem: { zh: '{value} 不高于当前结果', en: '{value} is no better than what counts' },
    allowed: { zh: '高于 {allowed} 的结果', en: 'better than {allowed}' },
  },
  'no-login': {
    problem: { zh: '{value} 没有登录账号', en: '{value} has no login' },
    allowed: { zh: '有登录账号的同事', en: 'a colleague who can log in' },
  },
  'own-deputy': {
    problem: { zh: '{value} 不能代理自己', en: '{value} cannot stand in for themselves' },
    allowed: { zh: '另一位同事', en: 'another colleague' },
  },
  'deputy-absent': {
    problem: { zh: '{value} 同期也不在岗', en: '{value} is absent at the same time' },
    allowed: {
      zh: '同期在岗的同事(该代理人 {allowed} 后返岗)',
      en: 'somebody present; this one is back after {allowed}',
    },
  },
  'ends-before-it-starts': {
    problem: { zh: '{value} 早于开始日期', en: '{value} is before the first day' },
    allowed: { zh: '{allowed} 或以后', en: '{allowed} or later' },
  },
  'absence-too-long': {
    problem: { zh: '代理时间过长', en: 'is too long to stand in for' },
    allowed: {
      zh: '至多 {allowed} 天;更久应补充人员',
      en: 'at most {allowed} days; after that the seat is filled',
    },
  },
  'only-with-accept': {
    problem: { zh: '只能与接受(accept)一起使用', en: 'belongs to accept only' },
    allowed: { zh: '退回(send-back)时不要填写', en: 'leave it out with send-back' },
  },
  'nothing-to-review': {
    problem: { zh: '现场审核由总部作答,无须复核', en: 'an on-site audit is answered by HQ and not reviewed' },
    allowed: { zh: '{allowed}', en: '{allowed}' },
  },
  'unknown-person': {
    problem: { zh: '该服务商没有人员 {value} 任职', en: '{value} holds no position at that station' },
    allowed: { zh: '在岗人员的编号', en: 'the id of a person who holds a position there' },
  },
  'other-station-by-hq': {
    problem: { zh: '其他站的内审员由总部指定', en: 'an auditor of another station is named by HQ' },
    allowed: { zh: '本站人员', en: 'a person of the own station' },
  },
  'auditor-own-work': {
    problem: {
      zh: '{value} 任该岗位,不得审核自己的工作',
      en: '{value} holds the position; nobody audits the own work',
    },
    allowed: { zh: '不任该岗位的人员', en: 'somebody who does not hold it' },
  },
  'auditor-not-entitled': {
    problem: { zh: '{value} 无权审核该岗位', en: '{value} is not entitled to audit this position' },
    allowed: { zh: '标准规定的审核人', en: 'an auditor by the rules of the standard' },
  },
  'person-verifies-it': {
    problem: {
      zh: '{value} 负责验证该项整改,不得自己整改',
      en: '{value} verifies this correction and does no step of it',
    },
    allowed: { zh: '不参与验证的本站人员', en: 'a person of the station who does not verify it' },
  },
  'person-holds-the-position': {
    problem: {
      zh: '{value} 任该岗位,不得验证自己的整改',
      en: '{value} holds the position; nobody verifies the own correction',
    },
    allowed: { zh: '不任该岗位的人员', en: 'somebody who does not hold it' },
  },
  'person-corrected-it': {
    problem: {
      zh: '{value} 参与了整改,不得再作验证',
      en: '{value} corrects it; nobody verifies the own correction',
    },
    allowed: { zh: '未参与整改的人员', en: 'somebody who has no part in the correction' },
  },
  'person-other-desk': {
    problem: {
      zh: '该项整改由站长或总部验证,不得转交',
      en: 'the station master or HQ verifies this correction; that is not handed on',
    },
    allowed: { zh: '由综合管理员验证的整改', en: 'a correction that the general administrator verifies' },
  },
  'earlier-than-before': {
    problem: { zh: '{value} 早于原定时间', en: '{value} is earlier than it was' },
    allowed: { zh: '不早于 {allowed}', en: '{allowed} or later' },
  },
  'outside-scope': {
    problem: { zh: '{value} 不在审核范围内', en: '{value} is not in the scope of the campaign' },
    allowed: { zh: '{allowed} 之一', en: 'one of {allowed}' },
  },
  'no-position-to-audit': {
    problem: { zh: '{value} 没有可审核的岗位', en: '{value} has no position to audit' },
    allowed: { zh: '有在岗人员的服务商', en: 'a station with people in the positions asked for' },
  },
  'cause-says-nothing': {
    problem: {
      zh: '只写了培训或人为失误,没有说明原因',
      en: 'names only retraining or human error, which is no cause',
    },
    allowed: { zh: '写明为什么会发生,例如缺少哪项流程', en: 'why it could happen, such as what was missing' },
  },
  'extension-too-long': {
    problem: { zh: '延期 {value} 天过长', en: '{value} days are too long' },
    allowed: { zh: '至多 {allowed} 天', en: 'at most {allowed} days' },
  },
  'address-not-allowed': {
    problem: { zh: '不能投递到这个地址', en: 'is no address that is delivered to' },
    allowed: { zh: '{allowed}', en: '{allowed}' },
  },
  'outside-validity': {
    problem: {
      zh: '{value} 不符合该证书的有效期',
      en: '{value} is not within the validity of such a certificate',
    },
    allowed: { zh: '{allowed} 之间', en: 'within {allowed}' },
  },
  'month-too-old': {
    problem: { zh: '{value} 太早,不再计入', en: '{value} is too long ago to count' },
    allowed: { zh: '{allowed} 或以后', en: '{allowed} or later' },
  },
  'month-not-over': {
    problem: { zh: '{value} 还没有过完,不能上报', en: '{value} is not over yet' },
    allowed: { zh: '{allowed} 以前的月份', en: 'a month before {allowed}' },
  },
  'no-count-of-visits': {
    problem: { zh: '{value} 不是有效的台次', en: '{value} is no count of visits' },
    allowed: { zh: '0 至 {allowed} 的整数', en: 'a whole number from 0 to {allowed}' },
  },
  'holds-it-already': {
    problem: { zh: '该人员已担任岗位 {value}', en: 'holds {value} already' },
  },
  'begins-in-the-past': {
    problem: { zh: '{value} 已经过去', en: '{value} is over' },
    allowed: { zh: '{allowed} 或以后', en: '{allowed} or later' },
  },
  'leaves-a-gap': {
    problem: { zh: '{value} 与现任代理期不相连', en: '{value} leaves a gap after the days that are named' },
    allowed: { zh: '{allowed} 或以前', en: '{allowed} or earlier' },
  },
  'acting-too-long': {
    problem: { zh: '代理至 {value} 过长', en: 'acting until {value} is too long' },
    allowed: { zh: '至多到 {allowed}', en: 'until {allowed} at most' },
  },
  'too-far-ahead': {
    problem: { zh: '{value} 太远', en: '{value} is too far ahead' },
    allowed: { zh: '{allowed} 或以前', en: '{allowed} or earlier' },
  },
  'has-come-about': {
    problem: { zh: '{value} 已经生效', en: '{value} has come about' },
    allowed: { zh: '尚未生效的事件', en: 'an event whose day has not come' },
  },
  'in-the-future': {
    problem: { zh: '{value} 还没有到', en: '{value} has not come yet' },
    allowed: { zh: '{allowed} 或以前', en: '{allowed} or earlier' },
  },
  'login-taken': {
    problem: { zh: '登录账号 {value} 已有人使用', en: 'the login {value} belongs to somebody else' },
    allowed: { zh: '另一个账号', en: 'another login' },
  },
  'too-few-hours': {
    problem: { zh: '{value} 学时不足', en: '{value} hours are too few' },
    allowed: { zh: '至少 {allowed} 学时', en: 'at least {allowed} hours' },
  },
  'asked-for-by-law': {
    problem: { zh: '法定条件不得免除', en: 'cannot be waived: the law asks for it' },
    allowed: { zh: '填写证件或培训记录的存放处', en: 'name where the certificate or the record is kept' },
  },
  'not-shown': {
    problem: { zh: '尚未查验', en: 'has not been shown' },
    allowed: { zh: '查验后登记', en: 'to be shown and recorded' },
  },
  'certificate-lost': {
    problem: {
      zh: '所依据的证书 {value} 目前无效',
      en: 'the certificate {value} that it leans on does not count now',
    },
    allowed: { zh: '该岗位的有效证书', en: 'a certificate of that position that counts' },
  },
  'certificate-run-out': {
    problem: {
      zh: '证件已于 {value} 到期或应复审',
      en: 'the certificate ran out, or was to be reviewed, on {value}',
    },
    allowed: { zh: '{allowed} 仍然有效的证件', en: 'a certificate that holds on {allowed}' },
  },
  'unknown-duty': {
    problem: { zh: '标准中没有职责 {value}', en: '{value} is no recurring duty of the standard' },
    allowed: { zh: '{allowed}', en: '{allowed}' },
  },
  'unknown-event': {
    problem: { zh: '没有职责由事件 {value} 引起', en: 'No duty follows from {value}' },
    allowed: { zh: '{allowed} 之一', en: 'one of {allowed}' },
  },
  'unknown-case': {
    problem: { zh: '本站该职责没有事项 {value}', en: 'this duty has no case {value} at the station' },
    allowed: { zh: '职责 {allowed} 的事项编号', en: 'the id of a case of {allowed}' },
  },
  'position-not-owing': {
    problem: { zh: '岗位 {value} 不承担该职责', en: '{value} does not owe this duty' },
    allowed: { zh: '{allowed} 之一', en: 'one of {allowed}' },
  },
  'which-position': {
    problem: { zh: '须写明以哪个岗位登记', en: 'has to say for which of your positions' },
    allowed: { zh: '{allowed} 之一', en: 'one of {allowed}' },
  },
  'period-missing': {
    problem: { zh: '未填写', en: 'is missing' },
    allowed: { zh: '格式为 {allowed}', en: 'written {allowed}' },
  },
  'period-not-owed': {
    problem: { zh: '该职责没有周期 {value}', en: 'this duty is not owed for {value}' },
    allowed: { zh: '格式为 {allowed},且须为应做的日期', en: 'written {allowed}, and a day that is worked' },
  },
  'period-not-begun': {
    problem: { zh: '周期 {value} 尚未开始', en: '{value} has not begun' },
    allowed: { zh: '不晚于 {allowed} 开始', en: 'one that begins on {allowed} or earlier' },
  },
  'hours-missing': {
    problem: { zh: '须填写学时', en: 'needs the class hours' },
    allowed: { zh: '本周期共需 {allowed} 学时', en: '{allowed} hours are asked for in all' },
  },
  'not-asked-for': {
    problem: { zh: '该职责不需要填写', en: 'is not asked for here' },
    allowed: { zh: '请删除该项', en: 'leave it out' },
  },
  'attempt-not-counted': {
    problem: { zh: '该职责不以尝试次数计', en: 'attempts do not count for this duty' },
    allowed: { zh: '{allowed}', en: '{allowed}' },
  },
  'only-own-record': {
    problem: {
      zh: '不能替 {value} 登记',
      en: '{value} is recorded by themselves',
    },
    allowed: {
      zh: '本人;站长和综合管理员可为他人登记',
      en: 'oneself; station master and general administrator record for others',
    },
  },
  'recorded-as-device': {
    problem: { zh: '{value} 通过检测设备台账登记', en: '{value} is recorded in the register of devices' },
    allowed: { zh: '更新该设备的有效期', en: 'keep the new last day of the device' },
  },
  'region-or-station': {
    problem: { zh: '须且只能填写其中一项', en: 'exactly one of them is needed' },
    allowed: { zh: '{allowed}', en: '{allowed}' },
  },
  'not-by-plan': {
    problem: { zh: '{value} 不按总部计划执行', en: "{value} is not due by HQ's plan" },
    allowed: { zh: '{allowed} 之一', en: 'one of {allowed}' },
  },
  'unknown-step': {
    problem: { zh: '评分表中没有这一步', en: 'is no step of the rubric' },
    allowed: { zh: '{allowed} 之一', en: 'one of {allowed}' },
  },
  'unknown-question': {
    problem: { zh: '试卷中没有这道题', en: 'is no question of the paper' },
    allowed: { zh: '{allowed} 之一', en: 'one of {allowed}' },
  },
  gaps: {
    problem: { zh: '还有项目未作答', en: 'leaves items out' },
    allowed: { zh: '还需回答 {allowed}', en: 'also answer {allowed}' },
  },
};

/** What schemas call a pattern → how it is written: neither name nor regular expression is shown. */
export const formats: Record<string, Text> = {
  'station id': { zh: '服务商编号,如 stn_SD-JN-001', en: 'a station id such as stn_SD-JN-001' },
  'region id': { zh: '大区编号,如 reg_EAST', en: 'a region id such as reg_EAST' },
  'campaign id': { zh: '审核活动编号,以 cmp_ 开头', en: 'a campaign id, starting with cmp_' },
  'audit id': { zh: '审核编号,以 aud_ 开头', en: 'an audit id, starting with aud_' },
  'person id': { zh: '人员编号,以 per_ 开头', en: 'a person id, starting with per_' },
  'nonconformity id': { zh: '不合格项编号,以 ncf_ 开头', en: 'a nonconformity id, starting with ncf_' },
  'report id': { zh: '报告编号,以 rep_ 开头', en: 'a report id, starting with rep_' },
  'webhook id': { zh: '回调编号,以 whk_ 开头', en: 'a webhook id, starting with whk_' },
  'version of the standard': {
    zh: 'current(现行)、版本号(如 1)或草案编号(如 dft_E2)',
    en: 'current, an edition number such as 1, or a draft id such as dft_E2',
  },
  'draft id': {
    zh: '草案编号,如 dft_E2(大写字母、数字和横线)',
    en: 'a draft id such as dft_E2: capital letters, digits and dashes',
  },
  'content hash': {
    zh: '草案的内容标识(64 位十六进制数字)',
    en: 'the content hash of the draft (64 hexadecimal digits)',
  },
  'delivery id': { zh: '投递编号,以 msg_ 开头', en: 'a delivery id, starting with msg_' },
  'webhook address': {
    zh: 'https 地址,不含用户名和密码,主机在公网上',
    en: 'an https address without user and password whose host is public',
  },
  'certificate number': {
    zh: '证书编号,如 SK-7H3K-Q2MX-9D',
    en: 'a certificate number such as SK-7H3K-Q2MX-9D',
  },
  'position code': { zh: '岗位代码,如 MT', en: 'a position code such as MT' },
  edition: { zh: '版本号,如 1', en: 'an edition number such as 1' },
  instant: {
    zh: 'ISO 8601 时间,如 2026-12-01T00:00:00Z',
    en: 'an ISO 8601 instant such as 2026-12-01T00:00:00Z',
  },
  date: { zh: '日期,如 2026-12-01', en: 'a date such as 2026-12-01' },
  cursor: { zh: '上一页返回的 next', en: 'the next of the page before' },
  'onboarding id': { zh: '入职流程编号,以 onb_ 开头', en: 'an onboarding id, starting with onb_' },
  'certification id': { zh: '认证编号,以 crt_ 开头', en: 'a certification id, starting with crt_' },
  question: { zh: '试题编号,如 MT-001', en: 'the id of a question such as MT-001' },
  module: { zh: '培训模块编号,如 M1', en: 'a training module such as M1' },
  'duty sheet': {
    zh: '入职流程给出的岗位说明书标识(16 位十六进制数字)',
    en: 'the duty sheet as the onboarding names it (16 hexadecimal digits)',
  },
  phone: { zh: '手机号码,11 位数字', en: 'a mobile number of 11 digits' },
  login: {
    zh: '登录账号,3 至 40 个小写字母、数字、点、横线或下划线',
    en: 'a login of 3 to 40 small letters, digits, dots, dashes or underscores',
  },
  level: { zh: '级别,如 L2', en: 'a level such as L2' },
  authorisation: { zh: '授权项目,如 hv', en: 'an authorisation such as hv' },
  month: { zh: '月份,如 2026-10', en: 'a month such as 2026-10' },
  'scan id': { zh: '合规检查编号,以 scn_ 开头', en: 'a scan id, starting with scn_' },
  duty: { zh: '职责编号,如 R01', en: 'a duty such as R01' },
  'case id': { zh: '事项编号,以 cas_ 开头', en: 'a case id, starting with cas_' },
  'record id': { zh: '记录编号,以 rec_ 或 cas_ 开头', en: 'a record id, starting with rec_ or cas_' },
  'stretch of time': {
    zh: '日、周、月、季度或年,如 2026-11-25、2026-W48、2026-11、2026-Q4、2026',
    en: 'a day, week, month, quarter or year: 2026-11-25, 2026-W48, 2026-11, 2026-Q4, 2026',
  },
  event: { zh: '事件名称,如 complaint-opened', en: 'an event such as complaint-opened' },
  'own number': {
    zh: '本店编号,至多 60 个字母、数字、点、横线或下划线',
    en: 'a number of the station: at most 60 letters, digits, dots, dashes or underscores',
  },
  'kind or id': { zh: '对象类型或编号', en: 'a kind of object, or an id' },
  'number of an entry': { zh: '记录序号', en: 'the number of an entry' },
  'webhook secret': { zh: '回调密钥,以 whsec_ 开头', en: 'a webhook secret, starting with whsec_' },
};

/** Events from which duties follow, as edition 1 names them; those of a later edition stand by their own name. */
const eventNames: Record<string, Text> = {
  'notice-received': { zh: '收到总部通知', en: 'a notice of HQ came in' },
  'vehicle-delivered': { zh: '交车', en: 'a vehicle was handed back' },
  'vehicle-delivered-with-open-items': { zh: '带未完事项交车', en: 'handed back with work left open' },
  'call-back-made': { zh: '完成回访', en: 'a customer was called back' },
  'complaint-opened': { zh: '收到抱怨', en: 'a complaint came in' },
  'complaint-closed': { zh: '抱怨结案', en: 'a complaint is solved' },
  'stock-vehicle-cared-for': { zh: '库存车已养护', en: 'a stock vehicle was cared for' },
  'new-vehicle-delivered': { zh: '新车交付', en: 'a new vehicle is handed over' },
  'safety-or-batch-defect-found': { zh: '发现安全或批量问题', en: 'a safety or batch defect was found' },
  'outside-training-ended': { zh: '外训结束返站', en: 'somebody is back from outside training' },
  'bulletin-published': { zh: '发布技术通报', en: 'a technical bulletin came out' },
  'maintenance-due': { zh: '保养到期', en: 'maintenance falls due' },
  'personnel-changed': { zh: '人员入职或变动', en: 'somebody came, moved or left' },
  'warranty-repair-closed': { zh: '质保维修完工', en: 'a warranty repair is done' },
};

const withNames = (events: string, language: Language): string =>
  events
    .split(', ')
    .map((event) => {
      const name = eventNames[event]?.[language];
      return name === undefined ? event : `${event} (${name})`;
    })
    .join(', ');

const fill = (text: string, problem: FieldProblem, allowed: string | undefined) =>
  text.replaceAll('{value}', problem.value ?? '').replaceAll('{allowed}', allowed ?? '');

export interface ExplainedProblem extends FieldProblem {
  problem: string;
}

/** A field problem in words. */
export function explain(problem: FieldProblem, language: Language): ExplainedProblem {
  const texts = fieldTexts[problem.code] ?? (fieldTexts.invalid as FieldText);
  const format = problem.allowed === undefined ? undefined : formats[problem.allowed];
  const listed =
    problem.code === 'unknown-event' && problem.allowed !== undefined
      ? withNames(problem.allowed, language)
      : problem.allowed;
  const allowed = format ? format[language] : listed;
  return {
    field: problem.field,
    code: problem.code,
    problem: fill(texts.problem[language], problem, allowed),
    ...(texts.allowed
      ? { allowed: fill(texts.allowed[language], problem, allowed) }
      : allowed
        ? { allowed }
        : {}),
  };
}

/** The language a caller asked for; Chinese unless English is preferred. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const first = (acceptLanguage ?? '').split(',')[0]?.trim().toLowerCase() ?? '';
  return first.startsWith('en') ? 'en' : 'zh';
}
