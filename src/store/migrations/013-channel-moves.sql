-- Slack gave a channel another id: every process follows, whichever of them was told.
create table channel_move (
  from_id text primary key,
  to_id text not null,
  moved_at timestamptz not null
);
