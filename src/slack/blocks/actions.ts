// The names under which Slack reports what people press and submit. Every one has a listener, or app.ts does not compile.

export const DEFAULT_COMMAND = '/discuss-ai';

export const ACTIONS = {
  vote: 'vote',
  save: 'save',
  wishPoc: 'wish-poc',
  cardMenu: 'card-menu',
  joinPoc: 'join-poc',
  shareDemo: 'share-demo',
  finishLesson: 'finish-lesson',
  followTopics: 'follow-topics',
  muteTopics: 'mute-topics',
  searchSaves: 'search-saves',
  digestFrequency: 'digest-frequency',
  digestHour: 'digest-hour',
  homeNewer: 'home-newer',
  homeOlder: 'home-older',
  forgetMe: 'forget-me',
  rateAnswer: 'rate-answer',
  shareSummary: 'share-summary',
  editProfile: 'edit-profile',
  proposePoc: 'propose-poc',
  addSource: 'add-source',
  addFoundSource: 'add-found-source',
} as const;
export type ActionId = (typeof ACTIONS)[keyof typeof ACTIONS];

export const VIEWS = {
  lessLikeThis: 'less-like-this',
  shareDemo: 'share-demo',
  editProfile: 'edit-profile',
  proposePoc: 'propose-poc',
  markWrong: 'mark-wrong',
  findSource: 'find-source',
  addSource: 'add-source',
} as const;
export type ViewId = (typeof VIEWS)[keyof typeof VIEWS];

/** Entries in the menu of every message, as the manifest names them. */
export const SHORTCUTS = { summarise: 'summarise', addArticle: 'add-article' } as const;
export type ShortcutId = (typeof SHORTCUTS)[keyof typeof SHORTCUTS];

/** Entries of a card's menu; the option's value is `less:12`, where 12 is the article. */
export const MENU = { less: 'less', why: 'why', wrong: 'wrong' } as const;
