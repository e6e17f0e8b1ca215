CREATE TABLE "policies" (
	"project" text NOT NULL,
	"version" integer NOT NULL,
	"text" text NOT NULL,
	"saved_on" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "policies_project_version_pk" PRIMARY KEY("project","version")
);
--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "policy_version" integer;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "tokens" json;