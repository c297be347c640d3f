/** Where stations are: a maker's after-sales regions, provinces, and cities weighted by size and demand. */
export interface City {
  province: string;
  city: string;
  /** Name as companies use it, without 市. */
  short: string;
  /** `SD-JN`: start of the codes of the city's stations. */
  prefix: string;
  region: string;
  weight: number;
}

export const regions = [
  { code: 'NORTHEAST', zh: '东北大区', en: 'Northeast' },
  { code: 'NORTH', zh: '华北大区', en: 'North' },
  { code: 'LUYU', zh: '鲁豫大区', en: 'Shandong and Henan' },
  { code: 'EAST', zh: '华东大区', en: 'East' },
  { code: 'CENTRAL', zh: '华中大区', en: 'Central' },
  { code: 'SOUTH', zh: '华南大区', en: 'South' },
  { code: 'SOUTHWEST', zh: '西南大区', en: 'Southwest' },
  { code: 'NORTHWEST', zh: '西北大区', en: 'Northwest' },
] as const;
type RegionCode = (typeof regions)[number]['code'];

/** Region, code, name, then cities as "name code weight". */
const provinces: [RegionCode, string, string, string][] = [
  ['NORTHEAST', 'LN', '辽宁省', '沈阳 SY 7,大连 DL 6,鞍山 AS 3,锦州 JZ 2,营口 YK 2,朝阳 CY 1'],
  ['NORTHEAST', 'JL', '吉林省', '长春 CC 6,吉林 JL 3,四平 SP 2,松原 SO 1,通化 TH 1'],
  ['NORTHEAST', 'HL', '黑龙江省', '哈尔滨 HB 6,齐齐哈尔 QQ 2,大庆 DQ 2,牡丹江 MD 1,佳木斯 JM 1,绥化 SH 1'],
  ['NORTH', 'BJ', '北京市', '北京 BJ 7'],
  ['NORTH', 'TJ', '天津市', '天津 TJ 7'],
  [
    'NORTH',
    'HE',
    '河北省',
    '石家庄 SJ 8,保定 BD 7,唐山 TS 6,邯郸 HD 6,沧州 CZ 5,廊坊 LF 4,邢台 XT 4,张家口 ZJ 2,秦皇岛 QH 2',
  ],
  ['NORTH', 'SX', '山西省', '太原 TY 5,运城 YC 3,临汾 LF 3,大同 DT 2,长治 CZ 2,晋中 JZ 2'],
  ['NORTH', 'NM', '内蒙古自治区', '呼和浩特 HH 3,包头 BT 3,赤峰 CF 3,通辽 TL 2,鄂尔多斯 EE 2'],
  [
    'LUYU',
    'SD',
    '山东省',
    '济南 JN 8,青岛 QD 8,临沂 LY 9,潍坊 WF 8,烟台 YT 6,济宁 JI 6,菏泽 HZ 5,淄博 ZB 4,德州 DZ 4,泰安 TA 4,聊城 LC 4',
  ],
  [
    'LUYU',
    'HA',
    '河南省',
    '郑州 ZZ 10,洛阳 LY 6,南阳 NY 6,周口 ZK 5,商丘 SQ 5,新乡 XX 5,信阳 XY 4,安阳 AY 4,驻马店 ZM 4,平顶山 PD 3',
  ],
  ['EAST', 'SH', '上海市', '上海 SH 8'],
  [
    'EAST',
    'JS',
    '江苏省',
    '苏州 SZ 9,南京 NJ 7,徐州 XZ 7,无锡 WX 6,南通 NT 6,盐城 YC 5,常州 CZ 5,淮安 HA 4,连云港 LY 3,扬州 YZ 3',
  ],
  ['EAST', 'ZJ', '浙江省', '杭州 HZ 9,宁波 NB 8,温州 WZ 7,金华 JH 7,台州 TZ 6,嘉兴 JX 4,绍兴 SX 4,湖州 HU 3'],
  ['EAST', 'AH', '安徽省', '合肥 HF 8,芜湖 WH 6,阜阳 FY 6,六安 LA 3,安庆 AQ 3,宿州 SZ 3,蚌埠 BB 3,滁州 CH 3'],
  ['CENTRAL', 'HB', '湖北省', '武汉 WH 9,襄阳 XY 5,宜昌 YC 4,荆州 JZ 3,黄冈 HG 3,十堰 SY 3,孝感 XG 3'],
  [
    'CENTRAL',
    'HN',
    '湖南省',
    '长沙 CS 8,衡阳 HY 5,株洲 ZZ 3,岳阳 YY 3,常德 CD 3,邵阳 SY 3,郴州 CZ 3,永州 YZ 2',
  ],
  ['CENTRAL', 'JX', '江西省', '南昌 NC 6,赣州 GZ 6,九江 JJ 3,上饶 SR 4,宜春 YC 4,吉安 JA 2'],
  [
    'SOUTH',
    'GD',
    '广东省',
    '广州 GZ 10,深圳 SZ 9,东莞 DG 8,佛山 FS 8,惠州 HZ 4,中山 ZS 4,湛江 ZJ 4,汕头 ST 4,茂名 MM 3,江门 JM 3,揭阳 JY 3',
  ],
  ['SOUTH', 'GX', '广西壮族自治区', '南宁 NN 8,柳州 LZ 6,桂林 GL 4,玉林 YL 4,百色 BS 2,贵港 GG 2'],
  ['SOUTH', 'FJ', '福建省', '福州 FZ 6,泉州 QZ 7,厦门 XM 5,漳州 ZZ 4,龙岩 LY 2,莆田 PT 2'],
  ['SOUTH', 'HI', '海南省', '海口 HK 4,三亚 SY 2,儋州 DZ 1'],
  ['SOUTHWEST', 'CQ', '重庆市', '重庆 CQ 10'],
  [
    'SOUTHWEST',
    'SC',
    '四川省',
    '成都 CD 10,绵阳 MY 5,南充 NC 4,宜宾 YB 4,达州 DZ 3,泸州 LZ 3,乐山 LS 2,德阳 DY 3',
  ],
  ['SOUTHWEST', 'GZ', '贵州省', '贵阳 GY 8,遵义 ZY 7,毕节 BJ 5,六盘水 LP 3,铜仁 TR 3,安顺 AS 2'],
  ['SOUTHWEST', 'YN', '云南省', '昆明 KM 8,曲靖 QJ 5,昭通 ZT 3,玉溪 YX 3,保山 BS 2,普洱 PE 2'],
  ['SOUTHWEST', 'XZ', '西藏自治区', '拉萨 LS 1,日喀则 RK 1'],
  ['NORTHWEST', 'SN', '陕西省', '西安 XA 9,咸阳 XY 4,宝鸡 BJ 3,渭南 WN 3,榆林 YL 3,汉中 HZ 3'],
  ['NORTHWEST', 'GS', '甘肃省', '兰州 LZ 5,天水 TS 3,庆阳 QY 2,武威 WW 1,酒泉 JQ 1'],
  ['NORTHWEST', 'QH', '青海省', '西宁 XN 2,海东 HD 1'],
  ['NORTHWEST', 'NX', '宁夏回族自治区', '银川 YC 3,吴忠 WZ 1,固原 GY 1'],
  ['NORTHWEST', 'XJ', '新疆维吾尔自治区', '乌鲁木齐 UR 4,喀什 KS 2,阿克苏 AK 2,库尔勒 KE 1,石河子 SH 1'],
];

export const cities: readonly City[] = provinces.flatMap(([region, code, province, list]) =>
  list.split(',').map((entry) => {
    const [short = '', cityCode = '', weight = ''] = entry.split(' ');
    return {
      province,
      city: `${short}市`,
      short,
      prefix: `${code}-${cityCode}`,
      region,
      weight: Number(weight),
    };
  }),
);
