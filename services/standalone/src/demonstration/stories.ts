/** One invented dispute: what it is about, how heavy, how it goes. */
export interface Story {
  readonly category: string;
  readonly source: string;
  readonly place: string;
  readonly summary: string;
  readonly people: number;
  readonly amountYuan: number;
  readonly flags?: readonly string[];
  /** Criteria beyond people and amount: violence, injury, crossTownship, homicideRisk. */
  readonly criteria?: readonly string[];
  readonly terms: readonly string[];
}

/** Everyday disputes of villages and communities; invented, no person is meant. */
export const SMALL_STORIES: readonly Story[] = [
  { category: 'neighbour', source: 'informant', place: '村口两户之间的弄堂', summary: '两户因屋檐滴水流入对方院内发生争执，多次口角，要求改装落水管。', people: 2, amountYuan: 800, terms: ['一个月内由甲方出资改装落水管', '双方不再翻旧账'] },
  { category: 'support', source: 'mediator', place: '老年活动室', summary: '老人三个子女对轮流赡养和医药费分担意见不一，老人请求调解。', people: 5, amountYuan: 6_000, terms: ['三子女每月各付赡养费四百元', '医药费凭票均摊'] },
  { category: 'contract', source: 'window', place: '镇上五金店', summary: '借款两万元逾期未还，借款人称经营困难，请求分期。', people: 2, amountYuan: 20_000, terms: ['分四期归还，每期五千元'] },
  { category: 'property', source: 'hotline', place: '安置小区三幢', summary: '楼上漏水致楼下天花板受损，双方对维修责任各执一词。', people: 4, amountYuan: 3_500, terms: ['楼上住户十日内修好并赔偿粉刷费'] },
  { category: 'house', source: 'screening', place: '老宅基地', summary: '兄弟分家后对老宅西侧披屋归属有分歧，一方拟翻建，另一方阻拦。', people: 3, amountYuan: 15_000, terms: ['披屋归弟，弟补偿兄八千元'] },
  { category: 'landContract', source: 'informant', place: '后山承包地', summary: '土地流转到期后承租人未恢复田埂，与三户承包户发生纠纷。', people: 4, amountYuan: 9_000, terms: ['承租人春耕前恢复田埂', '补付一季流转费'] },
  { category: 'consumer', source: 'hotline', place: '农资店', summary: '购买的种子出苗率低，买家要求赔偿，店主称系播种不当。', people: 2, amountYuan: 4_200, terms: ['店主补偿种子款并赠送复合肥'] },
  { category: 'family', source: 'window', place: '调解室', summary: '夫妻因家务和孩子教育经常争吵，女方提出离婚，男方希望调解和好。', people: 2, amountYuan: 0, terms: ['双方同意和好，各自承诺书面写明'] },
  { category: 'traffic', source: 'police', place: '县道岔路口', summary: '电动车与三轮车刮擦，一人擦伤，双方对误工费数额有争议。', people: 2, amountYuan: 2_600, terms: ['三轮车一方赔偿医药费和误工费'] },
  { category: 'inheritance', source: 'mediator', place: '祠堂旁', summary: '父亲去世未留遗嘱，姐弟对存款与农具分配协商不成。', people: 3, amountYuan: 48_000, terms: ['存款均分，农具归弟'] },
];

/** Heavy ones, that have to be reported upward the same day. */
export const MAJOR_STORIES: readonly Story[] = [
  { category: 'labour', source: 'screening', place: '袜业园区', summary: '三十余名外来务工人员被拖欠两个月工资，扬言次日集体上访。', people: 32, amountYuan: 460_000, flags: ['escalating', 'massIncident'], terms: ['企业五日内付清七成，余款月底付清'] },
  { category: 'requisition', source: 'informant', place: '道路拓宽工地', summary: '因青苗补偿标准与公示不一致，二十余户阻拦施工，双方有推搡。', people: 24, amountYuan: 380_000, flags: ['escalating'], criteria: ['violence'], terms: ['重新丈量并按公示标准补差'] },
  { category: 'medical', source: 'police', place: '卫生院', summary: '患者输液后死亡，家属在卫生院门口聚集，情绪激动。', people: 15, amountYuan: 900_000, flags: ['escalating', 'massIncident'], criteria: ['injury'], terms: ['共同委托鉴定，按鉴定结论协商'] },
  { category: 'forestLand', source: 'mediator', place: '两镇交界山林', summary: '相邻两镇村民对界山毛竹采伐权争议多年，近日持械对峙。', people: 40, amountYuan: 120_000, criteria: ['crossTownship', 'violence'], terms: ['按林权证界桩共同埋石，采伐各半'] },
  { category: 'neighbour', source: 'informant', place: '村民家中', summary: '邻里积怨多年，一方扬言“同归于尽”，家中藏有刀具，信息员紧急报告。', people: 2, amountYuan: 0, flags: ['homicideRisk', 'escalating'], criteria: ['homicideRisk'], terms: ['一方书面道歉，双方由村干部结对看护'] },
  { category: 'environment', source: 'hotline', place: '养殖场下游', summary: '养殖场排水致下游十余户鱼塘死鱼，村民拟封堵场门。', people: 18, amountYuan: 210_000, flags: ['beyondLevel'], terms: ['养殖场停排整改并赔偿鱼苗款'] },
];
