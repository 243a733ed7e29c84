-- What good manners need to know beyond one answer, and beyond one process.

alter table source
  -- the address as it was listed; url is where the source is read now, after moves that held
  add column listed_url text,
  -- since when the validators are kept: some servers answer 304 for ever
  add column validators_at timestamptz,
  -- where permanent redirects lead, and how many answers in a row agreed on it
  add column moved_to text,
  add column moved_times int not null default 0,
  -- the source said itself that it will not come back (HTTP 410), or the team has dropped it
  add column gone_at timestamptz,
  add column posts_per_week real,
  add column newest_at timestamptz,
  -- how often the source itself says it is worth asking
  add column rhythm jsonb,
  -- what the kind of source keeps from one answer to the next
  add column memory jsonb;
update source set listed_url = url, validators_at = last_success_at;

alter table collection_source drop constraint collection_source_state_check;
alter table collection_source add constraint collection_source_state_check
  check (state in ('waiting', 'collected', 'not-modified', 'postponed', 'failed'));

-- Hosts, or groups of them, that are to be asked with care, by all processes together.
create table host (
  name text primary key,
  -- it asked to be left alone (429, 503)
  paused_until timestamptz,
  -- when the next request may begin
  next_turn_at timestamptz,
  -- who is asking it just now, where it takes one request at a time
  holder text,
  held_until timestamptz
);
