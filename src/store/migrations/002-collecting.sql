-- Collecting writes two rows an item instead of three: what the source said waits in the article's own row until it is
-- read. And neither row has its source and its round looked up again: the step that writes them has just read both, and
-- neither is ever deleted (tests/store/articles.test.ts).

alter table article add column source_html text;
update article set source_html = t.source_html
  from article_text t where t.article_id = article.id and article.read_state = 'waiting';
delete from article_text t using article where article.id = t.article_id and article.read_state = 'waiting';
alter table article_text drop column source_html;

alter table sighting drop constraint sighting_source_id_fkey;
alter table article drop constraint article_source_id_fkey, drop constraint article_collection_id_fkey;
