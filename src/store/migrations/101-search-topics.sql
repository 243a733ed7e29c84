-- Articles are found by the topics that they are about as well, though none of its words need be in the text.
update article_search search set words = words || setweight(to_tsvector('english', about.topics), 'D')
  from (select article_id, string_agg(array_to_string(topics, ' '), ' ') as topics from summary group by article_id) about
  where about.article_id = search.article_id and about.topics <> '';
