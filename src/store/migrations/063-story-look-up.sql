-- Articles that have one of the keys. A function of its own for its setting: the planner takes a comparison of two
-- arrays for as cheap as one of two numbers, and would rather read the whole table than the index made for it.
create function articles_with_key(wanted int[]) returns setof int
  language sql stable rows 20 set enable_seqscan to off
  as $$ select article_id from article_sketch where keys && wanted $$;
