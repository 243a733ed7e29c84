-- Other addresses of an article: what its page calls itself, where redirects ended, where it moved to.
create table article_alias (
  address text primary key,
  article_id int not null references article on delete cascade
);
create index article_alias_article on article_alias (article_id);

-- What an article is recognised by when another one tells the same story.
create table article_sketch (
  article_id int primary key references article on delete cascade,
  -- MinHash of the text, a byte a value; null where the text is too short to be known by
  sketch bytea,
  -- proper names of the title
  names text[] not null,
  -- hashes of the addresses the text leads to, and of the article's own
  links int[] not null,
  own_link int not null,
  -- bands of the sketch, and hashes of what the title is about; two articles without a common key are not compared
  keys int[] not null
);
-- Lookups come with every article that is read, and would have to go through a list of pending entries each time.
create index article_sketch_keys on article_sketch using gin (keys) with (fastupdate = off);

create table story (
  id int generated always as identity primary key,
  created_at timestamptz not null
);

-- Articles that tell one story; an article that is alone in its story is not here.
create table story_article (
  article_id int primary key references article on delete cascade,
  story_id int not null references story on delete cascade,
  -- how it was recognised; first: the one that was there before
  sameness text not null check (sameness in ('first', 'republished', 'same-text', 'same-paper', 'same-event')),
  joined_at timestamptz not null
);
create index story_article_story on story_article (story_id);

-- What may be posted is a type in store/messages.ts; several lists of it would have to be kept in step.
alter table message drop constraint if exists message_purpose_check;

-- What became of an article after it was taken in. What is said of it in a channel is claimed as a message each.
create table article_change (
  id int generated always as identity primary key,
  article_id int not null references article on delete cascade,
  -- version 2; withdrawn; headline NEW TITLE: the same change is noted once
  key text not null,
  change jsonb not null,
  seen_at timestamptz not null,
  unique (article_id, key)
);

-- A feed that moves brings its articles under new ids and addresses: they are looked for by their titles.
create index article_source_title on article (source_id, md5(title));
