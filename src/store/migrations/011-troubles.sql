-- What keeps the app from its work in Slack until a person does something. A row stays when it is over: the same
-- trouble is told again only when it comes again.
create table trouble (
  key text primary key,
  trouble jsonb not null,
  -- what is wrong and what to do, for the log
  says text not null,
  since timestamptz not null,
  ended_at timestamptz
);
