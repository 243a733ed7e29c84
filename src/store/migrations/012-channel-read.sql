-- Up to when a channel's own history is known to be taken in: what people posted after that is looked for after a cut.
create table channel_read (
  channel_id text primary key,
  read_until timestamptz not null
);
