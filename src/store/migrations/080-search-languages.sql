-- Postgres' text search configurations, beside English, that something is indexed with: a question is read in each.
create table search_configuration (
  name text primary key
);

-- How many different stems an article has: a long one has most words of any question.
alter table article_search add column stems int not null default 0;
