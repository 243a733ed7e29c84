-- What a model's summary rests on, who made it and by which words, and which of them people took back.

alter table summary
  add column details jsonb,
  add column model text,
  add column prompt_version int,
  -- of all that the model was given: the same again costs nothing
  add column cache_key text;
create index summary_cache_key on summary (cache_key) where cache_key is not null;

alter table model_call add column prompt_version int;
create index model_call_task on model_call (task, called_at);

-- Kept as examples of what models get wrong; the summary itself is no longer shown.
create table wrong_summary (
  id int generated always as identity primary key,
  article_id int not null references article on delete cascade,
  language text not null,
  reason text not null,
  note text,
  summary jsonb not null,
  model text,
  prompt_version int,
  cache_key text,
  -- null once the person asked to be forgotten
  person_id text,
  marked_at timestamptz not null
);
create index wrong_summary_article on wrong_summary (article_id, language);
create index wrong_summary_cache_key on wrong_summary (cache_key);
create index wrong_summary_person on wrong_summary (person_id);
