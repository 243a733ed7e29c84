-- Whose turn it is to send: one sender at a time in each place (a channel, or a method of Slack's), over all processes.
create table turn (
  place text primary key,
  -- nothing is sent there before this
  free_at timestamptz not null,
  -- somebody is sending, and is taken for dead after this; null when nobody is
  held_until timestamptz
);
