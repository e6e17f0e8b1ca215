/** Creates a WAV file of silence: one channel, 8 bits, 1000 samples per second. */
export function createWav(seconds: number, name = "a.wav"): File {
  const rate = 1000;
  const sound = Buffer.alloc(Math.round(seconds * rate), 128);
  const head = Buffer.alloc(44);
  head.write("RIFF", 0);
  head.writeUInt32LE(36 + sound.length, 4);
  head.write("WAVEfmt ", 8);
  // The size of the format, PCM, one channel.
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  // Samples and bytes per second, bytes and bits per sample.
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write("data", 36);
  head.writeUInt32LE(sound.length, 40);
  return new File([head, sound], name);
}
