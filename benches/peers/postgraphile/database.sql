-- What does PostgreSQL hold for PostGraphile?
--
-- Tables are joined by integers, which are smaller than ids; every foreign key has an index.
-- Ids are called slugs, because PostGraphile has ids of its own.
-- The functions are what PostGraphile's documentation advises where its own filters end.
create table entity (
  number integer primary key,
  slug text not null unique
);

create table person (
  number integer primary key,
  slug text not null unique,
  name text collate "C" not null,
  born text collate "C",
  remarks text[] not null
);
create index on person (born);
create index on person (name);

create table work (
  number integer primary key,
  slug text not null unique,
  name text collate "C" not null
);

create table worked_on (
  person integer not null references person,
  work integer not null references work,
  primary key (person, work)
);
create index on worked_on (work);

-- Who is linked with whom, both ways, whatever the relation.
create table link (
  a integer not null references entity,
  b integer not null references entity,
  primary key (a, b)
);
create index on link (b);

comment on table entity is E'@behavior -*';
comment on table link is E'@behavior -*';

create function people_born_before(date text) returns setof person language sql stable as $$
  select * from person where born < date order by name
$$;

-- Returns the entities on a shortest path; null when there is none. Searches from both ends,
-- always on from the side that has reached less, and remembers from where each was reached.
create function path("from" text, "to" text) returns text[] language plpgsql stable as $$
declare
  origin integer := (select number from entity where slug = "from");
  target integer := (select number from entity where slug = "to");
  seen_here integer[] := array[origin];
  seen_there integer[] := array[target];
  from_here integer[] := array[null];
  from_there integer[] := array[null];
  here integer[] := seen_here;
  there integer[] := seen_there;
  via integer[];
  middle integer := case when origin = target then origin end;
  way integer[];
begin
  while middle is null loop
    if cardinality(here) <= cardinality(there) then
      select array_agg(b), array_agg(a) into here, via from (
        select distinct on (b) b, a from link
        where a = any (here) and b not in (select unnest(seen_here))
      ) reached;
      seen_here := seen_here || here;
      from_here := from_here || via;
    else
      select array_agg(b), array_agg(a) into there, via from (
        select distinct on (b) b, a from link
        where a = any (there) and b not in (select unnest(seen_there))
      ) reached;
      seen_there := seen_there || there;
      from_there := from_there || via;
    end if;
    if here is null or there is null then
      return null;
    end if;
    select one into middle from unnest(here) one join unnest(there) other on one = other limit 1;
  end loop;
  way := array[middle];
  while way[1] <> origin loop
    way := from_here[array_position(seen_here, way[1])] || way;
  end loop;
  while way[cardinality(way)] <> target loop
    way := way || from_there[array_position(seen_there, way[cardinality(way)])];
  end loop;
  return array(
    select entity.slug from unnest(way) with ordinality as hop (number, place)
    join entity using (number) order by place
  );
end
$$;
