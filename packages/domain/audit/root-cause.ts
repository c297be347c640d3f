/**
 * Phrases that name a person's failing or the training that followed, but no cause (edition, rule
 * `retraining-is-no-cause`). Longer ones first, so that a whole phrase goes and leaves no stump.
 */
const emptyPhrases: readonly RegExp[] = [
  /(已经?|现已|均已|并已|再次|重新|加强|进行了?|组织了?|开展了?|对|了)*(员工|人员|相关人员|当事人|责任人|操作人员|岗位人员|本人|其|该员工)*(已经?|进行了?|进行|组织了?|开展了?|完成了?|加强|再次|重新|全员|岗位|业务|专项)*(再?培训|教育|批评|考核|提醒|警告|强调|学习|宣贯)(教育|完毕|完成|学习|到位|过了?|了)*/g,
  /(由于|因为?|系|属于?|是|主要|纯属)*(人为|个人|员工|人员|操作|工作|当事人|责任人)*(的)?(失误|疏忽|疏漏|大意|粗心|马虎|遗忘|忘记|错误|过失|原因|因素|造成|导致|所致)(了)?/g,
  /(责任心|安全意识|质量意识|工作意识|意识|态度)(不强|不足|不够|淡薄|不到位|差)?/g,
  /(不小心|没注意|未注意|不注意|不认真|不仔细|不熟悉|没有?认真|工作疏忽)/g,
  /\b(staff|employees?|people|personnel|technicians?|persons?|operators?|he|she|they|team|everyone|the|a|an|was|were|is|are|has|have|had|been|be|due|to|by|because|of|it|this|that|and|again|now|all|our|their|his|her|on|in|for|only|just|simply|caused|cause|root|reason|reasons|concerned|responsible|done|made|given|some|already)\b/gi,
  /\b(re-?train(ed|ing)?|train(ed|ing|ings)?|instruct(ed|ion|ions)?|re-?instructed|remind(ed|er|ers)?|warned|warnings?|educated|education|coach(ed|ing)?|told|briefed)\b/gi,
  /\b(human|personal|operator|individual|staff)\b/gi,
  /\b(errors?|mistakes?|failures?|faults?|negligence|careless(ness|ly)?|forgot(ten)?|forgetfulness|oversights?|inattention|attitude|awareness|slips?|lapses?)\b/gi,
];

/** Letters that a cause has at least: four Chinese characters say something, so do fifteen Latin letters. */
const leastChinese = 4;
const leastLatin = 15;

/**
 * True when a root cause says more than that somebody was retrained or made an error. It does not judge whether the
 * cause is the right one: that is for whoever approves the plan.
 */
export function saysCause(text: string): boolean {
  const rest = emptyPhrases.reduce((left, phrase) => left.replace(phrase, ' '), text.normalize('NFKC'));
  const chinese = [...rest].filter((letter) => /\p{Script=Han}/u.test(letter)).length;
  const latin = [...rest].filter((letter) => /\p{Script=Latin}/u.test(letter)).length;
  return chinese >= leastChinese || latin >= leastLatin || (chinese >= 2 && latin >= 6);
}
