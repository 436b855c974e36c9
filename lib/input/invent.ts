/**
 * Inventing patients, studies, series and instances: values and counters as DCMTK's.
 *
 * @module
 */
import type { Tag } from "../dictionary/data_dictionary.ts";
import { tags } from "../dictionary/tags.ts";

/** After how many objects the next is invented. */
export interface InventLimits {
  readonly imagesPerSeries: number;
  readonly seriesPerStudy: number;
  readonly studiesPerPatient: number;
}

/** Where values come from that differ from run to run. */
export interface InventSources {
  /** Seconds since 1970. */
  readonly now: () => number;
  /** Makes a UID that begins with a prefix and was never made before. */
  readonly makeUid: (prefix: string) => string;
}

/** What is invented for one object. */
export interface Invention {
  /** Counters of patient, study, series and image, as they are when the object is sent. */
  readonly counters: Readonly<Record<"patient" | "study" | "series" | "image", number>>;
  /** The value for every attribute, in DCMTK's order. */
  readonly values: readonly InventedValue[];
}

/** One attribute. */
export interface InventedValue {
  /** The attribute. */
  readonly tag: Tag;
  /** The name DCMTK prints while inventing, which is not always that of the dictionary. */
  readonly label: string;
  /** Its value. */
  readonly value: string;
}

/** Below DCMTK's own root. */
const uidRoot = "1.2.276.0.7230010.3.1";
const studyPrefix = `${uidRoot}.2`;
const seriesPrefix = `${uidRoot}.3`;
const instancePrefix = `${uidRoot}.4`;

/** Invents one object after the other. */
export class Inventor {
  readonly #limits: InventLimits;
  readonly #sources: InventSources;
  #patient = 0;
  #study = 0;
  #series = 0;
  #image = 0;
  #patientValues: InventedValue[];
  #studyValues: InventedValue[];
  #seriesValues: InventedValue[];

  /** Begins with patient 0, study 0, series 0. */
  constructor(limits: InventLimits, sources: InventSources) {
    this.#limits = limits;
    this.#sources = sources;
    this.#seriesValues = this.#newSeries();
    this.#studyValues = this.#newStudy();
    this.#patientValues = this.#newPatient();
  }

  /** The next object. */
  next(): Invention {
    this.#turnOver();
    const { tag, label } = attributes.SOPInstanceUID;
    const image = this.#image++;
    return {
      counters: { patient: this.#patient, study: this.#study, series: this.#series, image },
      values: [
        ...this.#patientValues,
        ...this.#studyValues,
        ...this.#seriesValues,
        { tag, label, value: this.#uid(instancePrefix, image) },
        { ...attributes.InstanceNumber, value: String(image) },
      ],
    };
  }

  #turnOver(): void {
    if (this.#image >= this.#limits.imagesPerSeries) {
      this.#image = 0;
      this.#series++;
      this.#seriesValues = this.#newSeries();
    }
    if (this.#series >= this.#limits.seriesPerStudy) {
      this.#series = 0;
      this.#study++;
      this.#studyValues = this.#newStudy();
    }
    if (this.#study >= this.#limits.studiesPerPatient) {
      this.#study = 0;
      this.#patient++;
      this.#patientValues = this.#newPatient();
    }
  }

  #newSeries(): InventedValue[] {
    return [
      { ...attributes.SeriesInstanceUID, value: this.#uid(seriesPrefix, this.#series) },
      { ...attributes.SeriesNumber, value: String(this.#series) },
    ];
  }

  #newStudy(): InventedValue[] {
    return [
      { ...attributes.StudyInstanceUID, value: this.#uid(studyPrefix, this.#study) },
      { ...attributes.StudyID, value: `SID_${this.#sources.now()}${this.#study}` },
    ];
  }

  #newPatient(): InventedValue[] {
    const suffix = `${this.#sources.now()}${this.#patient}`;
    return [
      { ...attributes.PatientName, value: `OFFIS^TEST_PN_${suffix}` },
      { ...attributes.PatientID, value: `PID_${suffix}` },
    ];
  }

  #uid(prefix: string, counter: number): string {
    return this.#sources.makeUid(`${prefix}.${counter}`);
  }
}

const attributes = {
  PatientName: { tag: tags.PatientName, label: "PatientName" },
  PatientID: { tag: tags.PatientID, label: "PatientID" },
  StudyInstanceUID: { tag: tags.StudyInstanceUID, label: "StudyInstanceUID" },
  StudyID: { tag: tags.StudyID, label: "StudyID" },
  SeriesInstanceUID: { tag: tags.SeriesInstanceUID, label: "SeriesInstanceUID" },
  SeriesNumber: { tag: tags.SeriesNumber, label: "SeriesNumber" },
  SOPInstanceUID: { tag: tags.SOPInstanceUID, label: "SOPInstanceUID" },
  InstanceNumber: { tag: tags.InstanceNumber, label: "ImageNumber" },
} as const;

/** Numbers that make the UIDs of one run its own. */
export interface UidIdentity {
  /** In the place of the host identifier. */
  readonly host: number;
  readonly processId: number;
  /** Where the counter begins. */
  readonly firstCount: number;
}

/**
 * Makes UIDs in the shape of DCMTK's `dcmGenerateUniqueIdentifier`: prefix, host, process, second, counter. What
 * would not fit into 64 characters is refused, because a UID that is cut short is not unique any more.
 */
export function uidMaker(
  now: () => number,
  { host, processId, firstCount }: UidIdentity,
): (prefix: string) => string {
  let count = firstCount;
  return (prefix) => {
    const uid = `${prefix}.${host}.${processId}.${now()}.${count++}`;
    if (uid.length > 64) throw new RangeError(`Cannot make a UID of ${uid.length} characters: ${uid}`);
    return uid;
  };
}
