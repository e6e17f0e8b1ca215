ALTER TABLE "items" ADD COLUMN "is_restricted" boolean DEFAULT false NOT NULL;
--> statement-breakpoint
UPDATE "items" SET "is_restricted" = true WHERE "id" IN (
	SELECT "item_id" FROM "frames"
	WHERE "frame"::text LIKE '%"match":{"isMatched":true%' OR "frame"::text ~ '"class":"csam","score":(0\.9|1[,}])'
);
