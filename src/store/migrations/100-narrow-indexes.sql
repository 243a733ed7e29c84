-- A new article and its first sighting are written by one statement, which has the article at hand: nothing is looked up
-- again for a foreign key. Articles are deleted when two become one, and their sightings are moved before.
alter table sighting drop constraint sighting_article_id_fkey;

-- A number in place of 32 letters, and not by source: a title is rare enough.
drop index article_source_title;
create index article_title on article (hashtext(title));
