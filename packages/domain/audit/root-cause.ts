/**
 * Words of sentences that name a person's failing or the training that followed, but no cause (edition, rule
 * `retraining-is-no-cause`). Longer ones first, so that a word goes whole.
 */
const emptyChinese = [
  ...[
    '相关工作人员',
    '工作人员',
    '相关人员',
    '操作人员',
    '当事人',
    '责任人',
    '员工',
    '人员',
    '本人',
    '个人',
    '相关',
  ],
  ...['再培训', '培训', '批评', '教育', '考核', '提醒', '警告', '强调', '学习', '宣贯', '谈话', '处罚'],
  ...[
    '人为',
    '操作',
    '失误',
    '疏忽',
    '疏漏',
    '大意',
    '粗心',
    '马虎',
    '遗忘',
    '忘记',
    '错误',
    '过失',
    '不小心',
  ],
  ...['责任心', '安全意识', '质量意识', '意识', '态度', '不强', '不足', '不够', '淡薄', '不到位', '没注意'],
  ...['未注意', '不注意', '不认真', '不仔细', '由于', '因为', '原因', '因素', '造成', '导致', '所致', '引起'],
  ...['已经', '重新', '再次', '加强', '进行', '组织', '开展', '完成', '主要', '属于', '一次', '立即', '全员'],
  ...['已', '对', '了', '的', '为', '因', '是', '属', '由', '系', '再', '并', '均', '现', '其', '该', '过'],
];
const emptyEnglish = [
  ...[
    'staff',
    'employee',
    'person',
    'people',
    'personnel',
    'technician',
    'operator',
    'worker',
    'team',
    'human',
  ],
  ...[
    'he',
    'she',
    'they',
    'it',
    'everyone',
    'somebody',
    'individual',
    'personal',
    'concerned',
    'responsible',
  ],
  ...[
    'train',
    'trained',
    'training',
    'retrain',
    'retrained',
    'retraining',
    'instructed',
    'reminded',
    'warned',
  ],
  ...[
    'educated',
    'education',
    'coached',
    'coaching',
    'told',
    'briefed',
    'instruction',
    'reminder',
    'warning',
  ],
  ...[
    'error',
    'mistake',
    'failure',
    'fault',
    'negligence',
    'careless',
    'carelessness',
    'forgot',
    'forgotten',
  ],
  ...[
    'oversight',
    'inattention',
    'attitude',
    'awareness',
    'slip',
    'lapse',
    'lack',
    'caused',
    'cause',
    'root',
  ],
  ...[
    'a',
    'an',
    'the',
    'was',
    'were',
    'is',
    'are',
    'has',
    'have',
    'had',
    'been',
    'be',
    'due',
    'to',
    'by',
    'of',
  ],
  ...[
    'because',
    'this',
    'that',
    'and',
    'again',
    'now',
    'all',
    'our',
    'their',
    'his',
    'her',
    'on',
    'in',
    'for',
  ],
  ...['only', 'just', 'simply', 'reason', 'done', 'made', 'given', 'some', 'already', 'which', 'who', 'we'],
];
const ownWord = new Set([...emptyEnglish, ...emptyEnglish.map((word) => `${word}s`)]);

/** What a cause has at least besides such words: four Chinese characters, or three other English words. */
const least = { chinese: 4, english: 3 };

/**
 * True when a root cause says more than that somebody was retrained or made an error. It does not judge whether the
 * cause is the right one: that is for whoever approves the plan.
 */
export function saysCause(text: string): boolean {
  const plain = text.normalize('NFKC').toLowerCase();
  const rest = emptyChinese.reduce((left, word) => left.replaceAll(word, ' '), plain);
  const chinese = rest.match(/\p{Script=Han}/gu)?.length ?? 0;
  const english = (plain.match(/\p{Script=Latin}+/gu) ?? []).filter((word) => !ownWord.has(word)).length;
  return chinese >= least.chinese || english >= least.english || (chinese >= 2 && english >= 1);
}
