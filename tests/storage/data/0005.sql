BEGIN TRANSACTION;
CREATE TABLE "account" (
	bot VARCHAR DEFAULT 'alana' NOT NULL, 
	subject VARCHAR NOT NULL, 
	person_id BIGINT NOT NULL, 
	PRIMARY KEY (bot, subject)
);
INSERT INTO "account" VALUES('alana','chat:7001',472084204799730437);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0005');
CREATE TABLE "bookmark" (
	bot VARCHAR DEFAULT 'alana' NOT NULL, 
	person_id BIGINT NOT NULL, 
	series VARCHAR NOT NULL, 
	episode VARCHAR NOT NULL, 
	state TEXT NOT NULL, 
	digest VARCHAR NOT NULL, 
	PRIMARY KEY (bot, person_id, series, episode)
);
INSERT INTO "bookmark" VALUES('alana',472084204799730437,'lamps','02','[1,"older","Door","dor-2",[["dor-2",true]],[],{},{},[],{},null]','older');
CREATE TABLE circle (
	bot VARCHAR DEFAULT 'alana' NOT NULL, 
	person_id BIGINT NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (bot, person_id)
);
INSERT INTO "circle" VALUES('alana',77,'["open",120,null,false,[["Who put it there?",2,3,false]],""]');
CREATE TABLE circle_member (
	bot VARCHAR DEFAULT 'alana' NOT NULL, 
	person_id BIGINT NOT NULL, 
	subject VARCHAR NOT NULL, 
	starter BOOLEAN NOT NULL, 
	joined_at BIGINT NOT NULL, 
	PRIMARY KEY (bot, person_id, subject)
);
INSERT INTO "circle_member" VALUES('alana',77,'chat:7001',1,1772478000000000);
CREATE TABLE circle_vote (
	bot VARCHAR DEFAULT 'alana' NOT NULL, 
	person_id BIGINT NOT NULL, 
	subject VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	PRIMARY KEY (bot, person_id, subject)
);
INSERT INTO "circle_vote" VALUES('alana',77,'chat:7001','1');
CREATE TABLE "counter" (
	bot VARCHAR DEFAULT 'alana' NOT NULL, 
	name VARCHAR NOT NULL, 
	value BIGINT NOT NULL, 
	PRIMARY KEY (bot, name)
);
INSERT INTO "counter" VALUES('alana','care',1);
CREATE TABLE "cursor" (
	bot VARCHAR DEFAULT 'alana' NOT NULL, 
	platform VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	PRIMARY KEY (bot, platform, "key")
);
INSERT INTO "cursor" VALUES('alana','chat','7001','99');
CREATE TABLE "journal" (
	bot VARCHAR DEFAULT 'alana' NOT NULL, 
	id VARCHAR NOT NULL, 
	person_id BIGINT NOT NULL, 
	series VARCHAR NOT NULL, 
	episode VARCHAR NOT NULL, 
	prompt TEXT NOT NULL, 
	text TEXT NOT NULL, 
	at BIGINT NOT NULL, 
	PRIMARY KEY (bot, person_id, id)
);
INSERT INTO "journal" VALUES('alana','j1',472084204799730437,'lamps','01','What?','my text',1772478000000000);
CREATE TABLE lease (
	bot VARCHAR DEFAULT 'alana' NOT NULL, 
	name VARCHAR NOT NULL, 
	holder VARCHAR NOT NULL, 
	token BIGINT NOT NULL, 
	until BIGINT NOT NULL, 
	PRIMARY KEY (bot, name)
);
CREATE TABLE "miss" (
	bot VARCHAR DEFAULT 'alana' NOT NULL, 
	id INTEGER NOT NULL, 
	person_id BIGINT NOT NULL, 
	place VARCHAR NOT NULL, 
	phrase VARCHAR NOT NULL, 
	at BIGINT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "miss" VALUES('alana',1,472084204799730437,'Light','a phrase',1772478000000000);
CREATE TABLE "nudge" (
	bot VARCHAR DEFAULT 'alana' NOT NULL, 
	person_id BIGINT NOT NULL, 
	local_date VARCHAR NOT NULL, 
	at BIGINT NOT NULL, 
	PRIMARY KEY (bot, person_id, local_date)
);
INSERT INTO "nudge" VALUES('alana',472084204799730437,'2026-03-02',1772478000000000);
CREATE TABLE "outbox" (
	bot VARCHAR DEFAULT 'alana' NOT NULL, 
	seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR NOT NULL, 
	person_id BIGINT NOT NULL, 
	platform VARCHAR NOT NULL, 
	address VARCHAR NOT NULL, 
	fallback VARCHAR, 
	action TEXT, 
	target VARCHAR, 
	reply TEXT, 
	delivery VARCHAR NOT NULL, 
	not_before BIGINT, 
	not_after BIGINT, 
	only_if_version INTEGER, 
	pace FLOAT NOT NULL, 
	urgent BOOLEAN NOT NULL, 
	status VARCHAR NOT NULL, 
	attempts INTEGER NOT NULL, 
	lease_until BIGINT, 
	reason VARCHAR, 
	ref VARCHAR, 
	created_at BIGINT NOT NULL, 
	done_at BIGINT
, fence BIGINT DEFAULT '0' NOT NULL);
INSERT INTO "outbox" VALUES('alana',1,'sent',472084204799730437,'chat','chat|7001||d',NULL,NULL,NULL,NULL,'at_least_once',NULL,NULL,NULL,0.0,1,'sent',1,NULL,NULL,'55',1772478000000000,1772478000000000,0);
INSERT INTO "outbox" VALUES('alana',2,'open',472084204799730437,'chat','chat|7001||d',NULL,'["say",["Good evening.",[]],[],[],1,"Alana"]',NULL,NULL,'at_least_once',NULL,NULL,NULL,0.0,1,'waiting',0,NULL,NULL,NULL,1772478000000000,NULL,0);
CREATE TABLE "person" (
	bot VARCHAR DEFAULT 'alana' NOT NULL, 
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	created_at BIGINT NOT NULL, 
	seen_at BIGINT NOT NULL, 
	address VARCHAR, 
	direct VARCHAR, 
	series VARCHAR, 
	profile TEXT NOT NULL, 
	pending TEXT, 
	shown TEXT, 
	run INTEGER NOT NULL, 
	step INTEGER NOT NULL, 
	unreachable BOOLEAN NOT NULL, 
	PRIMARY KEY (bot, id)
);
INSERT INTO "person" VALUES('alana',472084204799730437,3,1772478000000000,1772478000000000,'chat|7001||d','chat|7001||d','lamps','[null,null,null,null,{}]',NULL,'["open",["Ask",[]]]',0,0,0);
CREATE TABLE "poison" (
	bot VARCHAR DEFAULT 'alana' NOT NULL, 
	id VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	error VARCHAR NOT NULL, 
	at BIGINT NOT NULL, 
	PRIMARY KEY (bot, id)
);
INSERT INTO "poison" VALUES('alana','bad','Text','KeyError',1772478000000000);
CREATE TABLE "progress" (
	bot VARCHAR DEFAULT 'alana' NOT NULL, 
	person_id BIGINT NOT NULL, 
	series VARCHAR NOT NULL, 
	episode VARCHAR, 
	state TEXT NOT NULL, 
	digest VARCHAR NOT NULL, 
	node VARCHAR, 
	"key" VARCHAR, 
	PRIMARY KEY (bot, person_id, series)
);
INSERT INTO "progress" VALUES('alana',472084204799730437,'lamps',NULL,'[1,"rev","Light","lgt-1",null,[],{},{},[],{},null]','rev','Light','lgt-1');
CREATE TABLE "revision" (
	bot VARCHAR DEFAULT 'alana' NOT NULL, 
	digest VARCHAR NOT NULL, 
	node VARCHAR NOT NULL, 
	keys TEXT NOT NULL, 
	PRIMARY KEY (bot, digest, node)
);
INSERT INTO "revision" VALUES('alana','rev','Light','["lgt-1"]');
CREATE TABLE "seen" (
	bot VARCHAR DEFAULT 'alana' NOT NULL, 
	id VARCHAR NOT NULL, 
	at BIGINT NOT NULL, 
	PRIMARY KEY (bot, id)
)
 WITHOUT ROWID

;
INSERT INTO "seen" VALUES('alana','bad',1772478000000000);
INSERT INTO "seen" VALUES('alana','first:7001',1772478000000000);
INSERT INTO "seen" VALUES('alana','turn:472084204799730437:1',1772478000000000);
INSERT INTO "seen" VALUES('alana','turn:472084204799730437:2',1772478000000000);
CREATE TABLE "turn" (
	bot VARCHAR DEFAULT 'alana' NOT NULL, 
	id INTEGER NOT NULL, 
	person_id BIGINT NOT NULL, 
	at BIGINT NOT NULL, 
	kind VARCHAR NOT NULL, 
	series VARCHAR, 
	episode VARCHAR, 
	node VARCHAR, 
	"key" VARCHAR, 
	moved VARCHAR, 
	PRIMARY KEY (id)
);
INSERT INTO "turn" VALUES('alana',1,472084204799730437,1772478000000000,'choose','lamps','01','Light','lgt-1',NULL);
CREATE TABLE "undo" (
	bot VARCHAR DEFAULT 'alana' NOT NULL, 
	person_id BIGINT NOT NULL, 
	slot INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	series VARCHAR NOT NULL, 
	state TEXT NOT NULL, 
	digest VARCHAR DEFAULT '' NOT NULL, 
	PRIMARY KEY (bot, person_id, slot)
);
INSERT INTO "undo" VALUES('alana',472084204799730437,1,1,'lamps','[1,"rev","Light",null,null,[],{},{},[],{},null]','rev');
CREATE TABLE "venue" (
	bot VARCHAR DEFAULT 'alana' NOT NULL, 
	platform VARCHAR NOT NULL, 
	venue VARCHAR NOT NULL, 
	rule VARCHAR NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY (bot, platform, venue, rule)
);
INSERT INTO "venue" VALUES('alana','chat','900','channels','[["77","lounge"]]');
CREATE TABLE "wakeup" (
	bot VARCHAR DEFAULT 'alana' NOT NULL, 
	person_id BIGINT NOT NULL, 
	kind VARCHAR NOT NULL, 
	due_at BIGINT NOT NULL, 
	PRIMARY KEY (bot, person_id, kind)
);
INSERT INTO "wakeup" VALUES('alana',472084204799730437,'nudge',1772478000000000);
CREATE INDEX account_person ON account (bot, person_id);
CREATE INDEX miss_person ON miss (bot, person_id);
CREATE INDEX outbox_person ON outbox (bot, person_id);
CREATE INDEX turn_person ON turn (bot, person_id);
CREATE INDEX wakeup_due ON wakeup (bot, due_at);
CREATE INDEX ix_seen_at ON seen (at);
CREATE INDEX ix_nudge_at ON nudge (at);
CREATE UNIQUE INDEX outbox_row ON outbox (bot, id, person_id);
CREATE INDEX outbox_waiting ON outbox (bot, platform, person_id) WHERE status = 'waiting';
CREATE INDEX outbox_open ON outbox (bot, platform, urgent, seq) WHERE status IN ('waiting', 'leased', 'begun');
CREATE INDEX circle_member_subject ON circle_member (bot, subject);
CREATE INDEX circle_vote_subject ON circle_vote (bot, subject);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('outbox',2);
COMMIT;
