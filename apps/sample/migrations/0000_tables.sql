CREATE TABLE "decisions" (
	"number" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "decisions_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"item_id" text NOT NULL,
	"decision" text NOT NULL,
	"note" text NOT NULL,
	"decided_on" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "frames" (
	"item_id" text NOT NULL,
	"position" integer NOT NULL,
	"frame" json NOT NULL,
	"raw" json,
	CONSTRAINT "frames_item_id_position_pk" PRIMARY KEY("item_id","position")
);
--> statement-breakpoint
CREATE TABLE "items" (
	"id" text PRIMARY KEY NOT NULL,
	"number" bigint GENERATED ALWAYS AS IDENTITY (sequence name "items_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"project" text NOT NULL,
	"source" json NOT NULL,
	"state" text NOT NULL,
	"submitted_on" timestamp with time zone DEFAULT now() NOT NULL,
	"task_id" text,
	"frame_count" integer DEFAULT 0 NOT NULL,
	"verdict" json,
	"decision" text,
	"human_decision" text,
	"top_classes" json DEFAULT '[]'::json NOT NULL,
	"class_names" text[] DEFAULT '{}' NOT NULL,
	"segments" json DEFAULT '[]'::json NOT NULL,
	"charge_usd" double precision,
	"failure" json,
	"summary" json,
	"raw" json,
	CONSTRAINT "items_number_unique" UNIQUE("number"),
	CONSTRAINT "items_task_id_unique" UNIQUE("task_id")
);
--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "frames" ADD CONSTRAINT "frames_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "decisions_item" ON "decisions" USING btree ("item_id");--> statement-breakpoint
CREATE INDEX "items_state" ON "items" USING btree ("state");