-- What narrows a source down beside its address, and the named pack it belongs to.

alter table source
  add column settings jsonb not null default '{}',
  add column pack text;
