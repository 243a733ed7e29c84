-- Where there is no pgvector, the signs of all vectors are compared: from this index alone, without the vectors beside
-- them, of which a table of 100,000 has 150 MB. A row of an index has 2,700 bytes at most.
create index article_embedding_signs on article_embedding (model) include (signs, article_id)
  where bit_length(signs) <= 16384;
