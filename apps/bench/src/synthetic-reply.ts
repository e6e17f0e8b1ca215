/** A v1 reply of a categorization model in the size of real ones: 100 classes a frame, one frame a second. */
export function syntheticReply(frames: number): Uint8Array<ArrayBuffer> {
  const output = Array.from({ length: frames }, (_, time) => ({
    time,
    classes: Array.from({ length: 100 }, (_unused, index) => ({
      class: `class_number_${index}`,
      // Scores of many digits, as real ones are; the same in each run.
      score: ((time * 7919 + index * 104_729) % 1_000_003) / 1_000_003,
    })),
  }));
  const reply = {
    id: "00000000-0000-0000-0000-000000000000",
    code: 200,
    status: {
      status: { code: "0", message: "SUCCESS" },
      response: { input: { charge: 0.003 * frames }, output },
    },
  };
  return new TextEncoder().encode(JSON.stringify(reply));
}
