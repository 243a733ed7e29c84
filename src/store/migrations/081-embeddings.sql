-- What an article is about as a vector, for search by meaning. Plain types, so that it needs no extension: pgvector adds
-- an index over `signs` where it is installed (store/embeddings.ts).
create table article_embedding (
  article_id int primary key references article on delete cascade,
  model text not null,
  -- of the words that were embedded: the same words need no second call
  content_hash text not null,
  -- of length 1
  embedding real[] not null,
  -- one bit for the sign of each number: enough to find what is near, and 32 times smaller
  signs bit varying not null,
  embedded_at timestamptz not null
);
create index article_embedding_content on article_embedding (content_hash);
