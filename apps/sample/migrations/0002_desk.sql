CREATE TABLE "desk" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL
);
--> statement-breakpoint
INSERT INTO "desk" DEFAULT VALUES;
