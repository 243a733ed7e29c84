-- Who is asking the model for a summary: two channels of one language must not pay for the same one.
create table summary_lease (
  article_id int not null references article on delete cascade,
  language text not null,
  until timestamptz not null,
  primary key (article_id, language)
);
