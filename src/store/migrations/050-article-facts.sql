-- Figures of a repository, model or document that help to decide whether to open it: see domain/article.ts.
alter table article add column facts jsonb;
