/** A generation of Hive's API. */
export type ApiGeneration = "v1" | "v2" | "v3";

/**
 * The model of a project. All models are the emulator's own and stand in for Hive's. With `emulator_v3`, which is for
 * v3 keys, the request selects the model: `emulator_visual`, `emulator_text`, `emulator_ai_generated` or
 * `emulator_vlm`.
 */
export type EmulatorModel =
  | "emulator_colors"
  | "emulator_colors_boxes"
  | "emulator_colors_mask"
  | "emulator_labeling"
  | "emulator_visual"
  | "emulator_text"
  | "emulator_ai_generated"
  | "emulator_v3"
  | "emulator_ai_audio"
  | "emulator_ai_music"
  | "emulator_logo"
  | "emulator_celebrity"
  | "emulator_transcription"
  | "emulator_speech"
  | "emulator_ocr"
  | "emulator_ocr_moderation"
  | "emulator_translation"
  | "emulator_csam"
  | "emulator_csam_hash"
  | "emulator_vlm";

/** The model that answers a task. For `emulator_v3`, it is the model that the request names. */
export type TaskModel = Exclude<EmulatorModel, "emulator_v3">;

/**
 * The type of a project's replies, in Hive's terms and in capitals as in live replies. `LABELING` and `BY_ADDRESS` are
 * the emulator's own, and so are `CELEBRITY` and `CHAT`, whose replies do not contain a type.
 */
export type EmulatorModelType =
  | "CATEGORIZATION"
  | "BOUNDING_BOX"
  | "SEMANTIC_SEGMENTATION"
  | "TEXT_CLASSIFICATION"
  | "LABELING"
  | "BY_ADDRESS"
  | "AI_AUDIO_DETECTION"
  | "CELEBRITY"
  | "TRANSCRIPTION"
  | "OCR_MODERATION"
  | "TRANSLATION"
  | "CSAM"
  | "CHAT";

/** What a model accepts: images and videos, audio and videos, texts, or messages. */
type ModelContent = "images" | "sound" | "text" | "chat";

type ModelFacts = {
  /** The key of the demo project. */
  readonly demoKey: string;
  readonly type: EmulatorModelType;
  readonly content: ModelContent;
  /** The price in US dollars per frame, text, answer, second or segment of 10 seconds; for labeling, per task. */
  readonly unitPriceUsd: number;
  /** The generations whose reply format is known. */
  readonly generations: readonly ApiGeneration[];
  /** Additional generations that a project may enable. The format of their replies is the emulator's own. */
  readonly optionalGenerations?: readonly ApiGeneration[];
};

/**
 * The properties of each model. Source of the prices: reference/hive-api.md, sections 1.6, 2.5 and 3.4;
 * reference/hive-api-2.md, sections 4 and 5.2. The prices of logos, celebrities and translations, of AI-generated
 * audio (that of music) and of the vision language model are emulator behavior. CSAM detection is free, because no
 * reply contains a charge.
 */
export const MODEL_FACTS: Readonly<Record<EmulatorModel, ModelFacts>> = {
  emulator_colors: {
    demoKey: "demo-colors",
    type: "CATEGORIZATION",
    content: "images",
    unitPriceUsd: 0.003,
    generations: ["v1", "v2", "v3"],
  },
  emulator_colors_boxes: {
    demoKey: "demo-colors-boxes",
    type: "BOUNDING_BOX",
    content: "images",
    unitPriceUsd: 0.003,
    generations: ["v1", "v2"],
  },
  emulator_colors_mask: {
    demoKey: "demo-colors-mask",
    type: "SEMANTIC_SEGMENTATION",
    content: "images",
    unitPriceUsd: 0.003,
    generations: ["v1", "v2"],
  },
  emulator_labeling: {
    demoKey: "demo-labeling",
    type: "LABELING",
    content: "images",
    unitPriceUsd: 0,
    generations: ["v1"],
    optionalGenerations: ["v2"],
  },
  emulator_visual: {
    demoKey: "demo-visual",
    type: "CATEGORIZATION",
    content: "images",
    unitPriceUsd: 0.003,
    generations: ["v1", "v2", "v3"],
  },
  emulator_text: {
    demoKey: "demo-text",
    type: "TEXT_CLASSIFICATION",
    content: "text",
    unitPriceUsd: 0.001,
    generations: ["v2", "v3"],
  },
  emulator_ai_generated: {
    demoKey: "demo-ai",
    type: "CATEGORIZATION",
    content: "images",
    unitPriceUsd: 0.006,
    generations: ["v1", "v2", "v3"],
  },
  emulator_v3: {
    demoKey: "demo-v3",
    type: "BY_ADDRESS",
    content: "images",
    unitPriceUsd: 0.003,
    generations: ["v3"],
  },
  emulator_ai_audio: {
    demoKey: "demo-ai-audio",
    type: "AI_AUDIO_DETECTION",
    content: "sound",
    unitPriceUsd: 0.00001,
    generations: ["v2"],
  },
  emulator_ai_music: {
    demoKey: "demo-ai-music",
    type: "AI_AUDIO_DETECTION",
    content: "sound",
    unitPriceUsd: 0.00001,
    generations: ["v2"],
  },
  emulator_logo: {
    demoKey: "demo-logo",
    type: "BOUNDING_BOX",
    content: "images",
    unitPriceUsd: 0.003,
    generations: ["v2"],
  },
  emulator_celebrity: {
    demoKey: "demo-celebrity",
    type: "CELEBRITY",
    content: "images",
    unitPriceUsd: 0.003,
    generations: ["v2"],
  },
  emulator_transcription: {
    demoKey: "demo-transcription",
    type: "TRANSCRIPTION",
    content: "sound",
    unitPriceUsd: 0.003,
    generations: ["v2"],
  },
  emulator_speech: {
    demoKey: "demo-speech",
    type: "TRANSCRIPTION",
    content: "sound",
    unitPriceUsd: 0.003,
    generations: ["v2"],
  },
  emulator_ocr: {
    demoKey: "demo-ocr",
    type: "BOUNDING_BOX",
    content: "images",
    unitPriceUsd: 0.003,
    generations: ["v2"],
  },
  emulator_ocr_moderation: {
    demoKey: "demo-ocr-moderation",
    type: "OCR_MODERATION",
    content: "images",
    unitPriceUsd: 0.003,
    generations: ["v2"],
  },
  emulator_translation: {
    demoKey: "demo-translation",
    type: "TRANSLATION",
    content: "text",
    unitPriceUsd: 0.001,
    generations: ["v2"],
  },
  emulator_csam: {
    demoKey: "demo-csam",
    type: "CSAM",
    content: "images",
    unitPriceUsd: 0,
    generations: ["v2"],
  },
  emulator_csam_hash: {
    demoKey: "demo-csam-hash",
    type: "CSAM",
    content: "images",
    unitPriceUsd: 0,
    generations: ["v2"],
  },
  emulator_vlm: {
    demoKey: "demo-vlm",
    type: "CHAT",
    content: "chat",
    unitPriceUsd: 0.001,
    generations: ["v3"],
  },
};

/** The models, in the order of the demo projects. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a literal table has the keys of its type and no others
export const EMULATOR_MODELS = Object.keys(MODEL_FACTS) as readonly EmulatorModel[];
