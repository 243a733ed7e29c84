-- Demos are found by the same words as articles.
create table demo_search (
  poc_id int not null,
  url text not null,
  words tsvector not null,
  primary key (poc_id, url),
  foreign key (poc_id, url) references demo (poc_id, url) on delete cascade
);
create index demo_search_words on demo_search using gin (words);

-- Articles whose words are to be written into the index anew, since a version before wrote them otherwise: without pairs
-- of characters, without summaries, or with those of summaries that were replaced or taken back since.
create table article_to_index (
  article_id int primary key references article on delete cascade
);
insert into article_to_index select article_id from article_text;
