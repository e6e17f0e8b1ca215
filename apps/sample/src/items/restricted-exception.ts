import { ForbiddenException } from "@nestjs/common";

/** HTTP 403: the desk withholds the content of a restricted item. */
export class RestrictedException extends ForbiddenException {
  constructor() {
    super({
      kind: "restricted",
      message:
        "The desk withholds the content of this item, because it may be child sexual abuse material. See docs/csam.md.",
    });
  }
}
