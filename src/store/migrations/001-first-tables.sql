-- Everything the product remembers. Times are timestamptz; ids of people, channels and messages are Slack's.
-- Counts that could be derived (tally) are written in the transaction of what they count.

create table source (
  id text primary key,
  kind text not null,
  url text not null,
  title text not null,
  weight real not null default 1,
  default_kind text,
  -- config: from sources.yaml; run: given on the command line; person: added in Slack
  origin text not null check (origin in ('config', 'run', 'person')),
  enabled boolean not null default true,
  disabled_reason text,
  etag text,
  last_modified text,
  next_at timestamptz not null,
  failures int not null default 0,
  failing_since timestamptz,
  last_error text,
  last_success_at timestamptz,
  items int not null default 0
);

create table collection (
  id int generated always as identity primary key,
  started_at timestamptz not null,
  -- every source has answered and every new article is read
  finished_at timestamptz,
  -- its cards are posted too, and its closing line is written
  reported_at timestamptz
);
create index collection_unreported on collection (id) where reported_at is null;

create table collection_source (
  collection_id int not null references collection on delete cascade,
  source_id text not null references source on delete cascade,
  state text not null default 'waiting' check (state in ('waiting', 'collected', 'not-modified', 'failed')),
  items int not null default 0,
  primary key (collection_id, source_id)
);

create table article (
  id int generated always as identity primary key,
  canonical_url text not null unique,
  url text not null,
  title text not null,
  kind text not null,
  authors text[] not null default '{}',
  published_at timestamptz,
  first_seen_at timestamptz not null,
  source_id text references source on delete set null,
  collection_id int references collection on delete set null,
  discussion_url text,
  arxiv_version int,
  -- waiting: not read yet; page: text of the page; feed: the source's own text; unread: neither had any
  read_state text not null default 'waiting' check (read_state in ('waiting', 'page', 'feed', 'unread')),
  read_error text,
  language text,
  word_count int
);
create index article_first_seen_at on article (first_seen_at desc);
create index article_waiting on article (collection_id, source_id) where read_state = 'waiting';
create index article_collection on article (collection_id);

create table article_text (
  article_id int primary key references article on delete cascade,
  -- what the source itself said, HTML or plain; dropped once the text is there
  source_html text,
  text text
);

-- Which source has shown which article under which id: the same item is never new twice.
create table sighting (
  source_id text not null references source on delete cascade,
  guid text not null,
  article_id int not null references article on delete cascade,
  seen_at timestamptz not null,
  primary key (source_id, guid)
);
create index sighting_article on sighting (article_id);

create table share (
  channel_id text not null,
  message_ts text not null,
  article_id int not null references article on delete cascade,
  person_id text not null,
  shared_at timestamptz not null,
  primary key (channel_id, message_ts, article_id)
);
create index share_article on share (article_id);

create table summary (
  article_id int not null references article on delete cascade,
  method text not null check (method in ('model', 'extract')),
  -- the language it is written in; for an extract that of the article
  language text not null,
  tldr text not null,
  points jsonb not null,
  kind text not null,
  topics text[] not null,
  try_it text,
  created_at timestamptz not null,
  primary key (article_id, method, language)
);

create table article_search (
  article_id int primary key references article on delete cascade,
  words tsvector not null
);
create index article_search_words on article_search using gin (words);

-- Everything the bot posts. A row is the claim: it exists before anything is sent.
create table message (
  id text primary key,
  channel_id text not null,
  thread_ts text,
  -- again: the reply that says where an article was discussed before
  purpose text not null check (purpose in ('card', 'reply', 'again', 'digest', 'poc')),
  article_id int references article on delete cascade,
  -- what may be posted only once: card:CHANNEL:ARTICLE, digest:CHANNEL:2026-W47, …
  key text not null unique,
  why_here text,
  topics text[] not null default '{}',
  claimed_at timestamptz not null,
  -- set before the first attempt to send: from then on Slack may have it
  attempted_at timestamptz,
  leased_until timestamptz,
  ts text,
  posted_at timestamptz,
  -- when a refresh is due; null when the message shows what the store holds
  refresh_at timestamptz,
  -- the message was deleted in Slack, or could never be posted
  gone_at timestamptz
);
create unique index message_ts on message (channel_id, ts) where ts is not null;
create index message_article on message (article_id, channel_id);
create index message_posted on message (channel_id, purpose, posted_at);
create index message_claimed on message (channel_id, purpose, claimed_at);
create index message_unposted on message (claimed_at) where ts is null;

-- The set of votes. A row that is not present is a withdrawn one, kept to order what arrives late.
create table vote (
  article_id int not null references article on delete cascade,
  person_id text not null,
  emoji text not null,
  message_id text not null,
  meaning text not null,
  present boolean not null,
  event_ts numeric(20, 6) not null,
  primary key (article_id, person_id, emoji, message_id)
);
create index vote_message on vote (message_id);
create index vote_standing on vote (article_id, meaning, person_id) where present;

create table tally (
  article_id int primary key references article on delete cascade,
  votes int not null,
  poc_wishes int not null
);
create index tally_votes on tally (votes desc, article_id desc) where votes > 0;

create table save (
  person_id text not null,
  article_id int not null references article on delete cascade,
  saved_at timestamptz not null,
  primary key (person_id, article_id)
);

create table feedback (
  person_id text not null,
  article_id int not null references article on delete cascade,
  reason text,
  given_at timestamptz not null,
  primary key (person_id, article_id)
);

create table poc (
  id int generated always as identity primary key,
  channel_id text not null,
  article_id int not null references article on delete cascade,
  message_id text not null unique references message on delete cascade,
  brief jsonb not null,
  created_at timestamptz not null,
  unique (channel_id, article_id)
);

create table poc_member (
  poc_id int not null references poc on delete cascade,
  person_id text not null,
  joined_at timestamptz not null,
  primary key (poc_id, person_id)
);

create table demo (
  poc_id int not null references poc on delete cascade,
  url text not null,
  person_id text not null,
  note text,
  shown_at timestamptz not null,
  primary key (poc_id, url)
);

create table lesson_done (
  person_id text not null,
  lesson_id text not null,
  done_at timestamptz not null,
  primary key (person_id, lesson_id)
);

-- Slack delivers at least once; its last repetition comes a day later.
create table event_seen (
  event_id text primary key,
  seen_at timestamptz not null
);
create index event_seen_at on event_seen (seen_at);

create table model_call (
  id int generated always as identity primary key,
  task text not null,
  article_id int,
  model text not null,
  outcome text not null,
  input_tokens int not null,
  output_tokens int not null,
  cost_usd double precision,
  latency_ms int not null,
  called_at timestamptz not null
);
create index model_call_called_at on model_call (called_at);
