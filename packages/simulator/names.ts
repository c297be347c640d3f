import type { Draws } from './seeded.ts';

// Invented companies and people. Any likeness is chance: the parts are what such names are usually made of.

const first = [...'顺恒宏鑫盛瑞众永安泰金新福诚信万长天远联润汇亿博凯隆兴佳嘉昊弘骏卓启腾铭耀祥辰源'];
const second = [...'达通远源泰和安盛诚信丰利祥顺捷驰昌隆兴运康业茂腾骏途邦成辉悦行航鸿晟'];
/** Names of well-known groups and brands that the parts would give. */
const taken = new Set(
  (
    '永达 恒信 万达 长安 长丰 远通 运通 腾达 安邦 泰康 恒通 金茂 润丰 顺丰 众泰 联通 汇丰 汇源 海信 海康 海航 兴业 永辉 凯悦 ' +
    '信达 信诚 诚通 鑫源 万和 万通 万丰 福达 新康 中诚'
  ).split(' '),
);
const trades = [
  { name: '汽车服务有限公司', weight: 34 },
  { name: '汽车销售服务有限公司', weight: 26 },
  { name: '汽车维修服务有限公司', weight: 14 },
  { name: '汽车维修有限公司', weight: 12 },
  { name: '汽车贸易有限公司', weight: 9 },
  { name: '商用车服务有限公司', weight: 5 },
];

/** A company's name that is not in `used`, which then holds it: 济南顺达汽车服务有限公司. */
export function companyName(draws: Draws, cityShort: string, used: Set<string>): string {
  for (let attempt = 0; ; attempt++) {
    const word = `${draws.pick(first)}${draws.pick(second)}`;
    // A city with thousands of stations runs out of short names.
    const middle = attempt < 40 ? word : `${word}${draws.pick(first)}${draws.pick(second)}`;
    if (taken.has(word) || word[0] === word[1]) continue;
    const name = `${cityShort}${middle}${draws.pickWeighted(trades).name}`;
    if (used.has(name)) continue;
    used.add(name);
    return name;
  }
}

/** Common family names, roughly as frequent as in China (per mille). */
const families = (
  '王 72,李 71,张 67,刘 54,陈 45,杨 31,赵 21,黄 21,周 20,吴 19,徐 15,孙 15,胡 12,朱 12,高 11,林 11,何 11,郭 11,马 10,罗 9,' +
  '梁 8,宋 8,郑 8,谢 7,韩 7,唐 7,冯 6,于 6,董 6,萧 5,程 5,曹 5,袁 5,邓 5,许 5,傅 4,沈 4,曾 4,彭 4,吕 4,苏 4,卢 4,蒋 4,' +
  '蔡 4,贾 4,丁 4,魏 4,薛 3,叶 3,阎 3,余 3,潘 3,杜 3,戴 3,夏 3,钟 3,汪 3,田 3,任 3,姜 3,范 3,方 3,石 3,姚 3,谭 3,廖 3,' +
  '邹 3,熊 3,金 3,陆 3,郝 3,孔 3,白 2,崔 2,康 2,毛 2,邱 2,秦 2,江 2,史 2,顾 2,侯 2,邵 2,孟 2,龙 2,万 2,段 2,雷 2,钱 2,' +
  '汤 2,尹 2,黎 2,易 2,常 2,武 2,乔 2,贺 2,赖 2,龚 2,文 2,欧阳 1,上官 1,诸葛 1'
)
  .split(',')
  .map((entry) => {
    const [name = '', weight = ''] = entry.split(' ');
    return { name, weight: Number(weight) };
  });
const male = {
  first: [...'建志文海国永德俊晓宏金春新东家子天明学光少庆'],
  last: [...'伟强军勇杰涛超刚辉鹏飞波斌宇浩凯健磊峰华平林龙亮旭阳晨成生民'],
};
const female = {
  first: [...'晓丽雅思梦玉秀春海佳欣雨淑小文美艳红'],
  last: [...'芳娜敏静娟霞英玲兰萍梅燕婷雪慧倩颖琳洁怡莉蓉云'],
};

/** 王小明, 刘洋: one in six given names has a single character, as is usual today. */
export function personName(draws: Draws, isFemale: boolean): string {
  const letters = isFemale ? female : male;
  const family = draws.pickWeighted(families).name;
  const last = draws.pick(letters.last);
  return draws.chance(1 / 6) ? `${family}${last}` : `${family}${draws.pick(letters.first)}${last}`;
}
