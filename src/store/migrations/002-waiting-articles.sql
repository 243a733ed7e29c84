-- What one source's part of a collection still waits for, found without reading the whole collection.
drop index article_waiting;
create index article_waiting on article (collection_id, source_id) where read_state = 'waiting';
