import { NotFoundException, ParseUUIDPipe } from "@nestjs/common";

/** Reads the id of an item; what is none is the id of nothing. */
export const ITEM_ID = new ParseUUIDPipe({
  exceptionFactory: () => new NotFoundException({ kind: "not_found", message: "There is no such item." }),
});
