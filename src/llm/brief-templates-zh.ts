// Briefs from a template, in Simplified Chinese.
import type { Facts, Template, Templates } from './brief-templates.ts';

const quoted = (sentence: string): string => `“${sentence}”`;

const measured = ({ result }: Facts, otherwise: string): string =>
  result ? `可以对照文章自己的数字：${quoted(result)}` : otherwise;

function dataAndLicence({ data, licence }: Facts): string {
  const ours = '用我们自己的二十个例子，不含个人信息。';
  const theirs = data ? `文章用的是：${quoted(data)}。` : '';
  const terms = licence
    ? `关于许可，文章写道：${quoted(licence)}`
    : '文章没有说明许可：在任何东西离开团队之前先查清楚。';
  return ours + theirs + terms;
}

const startFrom = ({ code }: Facts): string => (code ? `从文章给出的地方开始：${quoted(code)}` : '');

const paper: Template = (facts) => ({
  title: `试一试这个想法：${facts.name}`,
  hypothesis: `在我们自己的二十个例子上，论文的结论同样成立：${facts.claim}`,
  forWhom: '现在负责论文所改进的那项任务的人，搭配一位读过方法部分的人。',
  timeBoxHours: 8,
  steps: [
    `把论文的想法写成一条提示词，或对现有模型的一次调用，在三个真实输入上跑一遍。${startFrom(facts)}`,
    '记下哪里错了，以及怎样才算对。',
    '收集二十个例子，并写下专家会给出的答案。',
    '在这二十个例子上，让现有做法和新想法各跑一遍，数一数。',
    '新想法赢了，才照作者的方法实现，或做微调。',
  ],
  metric: `二十个里答对多少，现有做法对新想法；多对三个以上就值得继续。${measured(facts, '论文摘要里没有可以对照的数字。')}`,
  dataAndLicence: dataAndLicence(facts),
  cost: '几百次托管模型调用，大约 1 到 5 美元；到最后一步之前不需要 GPU。',
  done: '一张表，列出二十个例子的两种答案，外加一句话：对我们成立吗？',
});

const model: Template = (facts) => ({
  title: `用我们自己的任务考一考：${facts.name}`,
  hypothesis: `在我们的任务上，这个模型不比现在用的差，而且更省钱或更快。文章说：${facts.claim}`,
  forWhom: '今天就靠模型运行的那个功能的团队；由业务专家盲评答案。',
  timeBoxHours: 6,
  steps: [
    `把五条真实提示词原样发给这个模型，用托管接口或本地服务都行。${startFrom(facts)}`,
    '只改措辞上的问题（对话模板、输出格式），别的都不动。',
    '从真实流量里取三十条提示词，并准备好公认的好答案。',
    '两个模型各跑三十条，记下答案、秒数和词元数。',
    '把答案两两配对，盲评。',
  ],
  metric: `新模型不输的比例（目标 50%），以及每个答案的秒数和美元。${measured(facts, '文章没有给出自己的数字。')}`,
  dataAndLicence: dataAndLicence(facts),
  cost: '三十条提示词、两个模型：托管不到 2 美元；用自己的 GPU，每百亿参数一小时绰绰有余。',
  done: '屏幕上三组答案、盲评得分，以及一千个答案的成本。',
});

const tool: Template = (facts) => ({
  title: `用它做一件小事：${facts.name}`,
  hypothesis: `有了它，我们手工或用自家代码做的某件事能少花一半时间。它承诺：${facts.claim}`,
  forWhom: '现在负责那件事的工程师，搭配一位从没见过它的人。',
  timeBoxHours: 4,
  steps: [
    `在空文件夹里安装，先跑通它自带的第一个例子。${startFrom(facts)}`,
    '用它做一件我们的真实工作，挑最小但不是玩具的。',
    '故意弄坏它：错误输入、断网、大文件。记下它怎么说。',
    '十个真实输入，用它和现有做法各跑一遍，数失败次数和分钟数。',
    '列出长期使用要付出什么：依赖、升级、它把什么发到哪里。',
  ],
  metric: `前后对比：分钟数和自家代码行数，以及十个输入里失败几个。${measured(facts, '文章没有给出自己的数字。')}`,
  dataAndLicence: dataAndLicence(facts),
  cost: '两个人一个下午；如果要调用模型，不超过 5 美元。',
  done: '那件真实工作从头到尾现场跑一遍，以及弄坏了哪些的清单。',
});

const news: Template = (facts) => ({
  title: `看看这对我们意味着什么：${facts.name}`,
  hypothesis: `它让我们下个月能做一件今天做不了的事：${facts.claim}`,
  forWhom: '能拍板的产品负责人，加一位说得清要付出什么的工程师。',
  timeBoxHours: 3,
  steps: [
    '写出会用到它的那条提示词或调用，用今天已经开放的东西跑一遍。',
    '写下它会改变的那一个用户故事，问问两位真实用户。',
    '收集这个故事的五个真实案例，手工试一遍。',
    '说清还缺什么：使用权限、价格、质量、许可。',
  ],
  metric: `五个案例里，有几个好到能给用户看（目标三个）。${measured(facts, '文章没有给出数字。')}`,
  dataAndLicence: dataAndLicence(facts),
  cost: '两个人半天；调用不到 1 美元。',
  done: '一页纸：新在哪里、五个案例、我们该怎么做、什么时候做。',
});

const lesson: Template = (facts) => ({
  title: `用我们自己的数据重做一遍：${facts.name}`,
  hypothesis: `它教的东西，一个下午就能在我们的数据上跑通：${facts.claim}`,
  forWhom: '由刚接触这个主题的人来做，由懂的人答疑。',
  timeBoxHours: 4,
  steps: [
    `先别往下读，把它最小的例子原样跑一遍。${startFrom(facts)}`,
    '改动一处它说重要的地方，看结果之前先预测。',
    '把它的数据换成我们自己的十个例子。',
    '记下哪里和文章说的不一样。',
  ],
  metric: `我们的十个例子里，有几个和文章说的一致。${measured(facts, '文章没有可以比较的数字。')}`,
  dataAndLicence: dataAndLicence(facts),
  cost: '一个下午；一台笔记本电脑或免费的在线笔记本就够。',
  done: '现场跑一遍笔记本，再说三件要告诉下一位新人的事。',
});

const demo: Template = (facts) => ({
  title: `重做它的核心：${facts.name}`,
  hypothesis: `它的核心小到两个人一天就能做出我们自己的版本：${facts.claim}`,
  forWhom: '会把它交给用户的人；一位动手做，一位清楚用户会问什么。',
  timeBoxHours: 8,
  steps: [
    '用我们自己的输入玩十五分钟这个演示，记下三个出乎意料的回答。',
    `写出承担大部分工作的那条提示词或调用，在同样的输入上跑一遍。${startFrom(facts)}`,
    '收集我们自己的十五个输入，其中五个应当被它拒绝。',
    '在这十五个输入上，对比演示和我们的回答。',
    '到这一步，才给它做一个能输入的页面。',
  ],
  metric: `十五个输入里，我们的版本有几个不输，且五个该拒绝的一个都没放过。${measured(facts, '演示没有给出数字。')}`,
  dataAndLicence: dataAndLicence(facts),
  cost: '两个人一天；调用 1 到 5 美元。',
  done: '两个版本并排运行，输入由观众现场出。',
});

const event: Template = (facts) => ({
  title: `带一样东西去展示：${facts.name}`,
  hypothesis: `我们这个季度做的东西，值得占用那里的人十分钟：${facts.claim}`,
  forWhom: '做出它的人，加一位没参与的人，替观众提问。',
  timeBoxHours: 6,
  steps: [
    '写下标题和三句话作为提案，读给两位同事听。',
    '挑出那个有数据的结果，重跑一遍，做到能现场展示。',
    '收集五个最能说明问题的例子，其中两个是失败的。',
    '先给频道讲一遍这十分钟，把被问了两次的地方改掉。',
  ],
  metric: '五位听众里，有几位事后说得出发现了什么、依据是什么（目标四位）。',
  dataAndLicence: '只用可以对外展示的：逐个检查例子，看数据是谁的。',
  cost: '两个人六小时，加上路程。',
  done: '给频道讲完这十分钟，并交上提案。',
});

export const chineseTemplates: Templates = { paper, model, tool, news, funding: news, event, lesson, demo };
