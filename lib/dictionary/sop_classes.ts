/**
 * Storage SOP classes (PS3.4, Annex B.5 and GG.3; PS3.6, Annex A) as DCMTK 3.6.7 knows, names and orders them,
 * with the abbreviations it prints while sending.
 *
 * @module
 */

/** One SOP class whose instances can be stored. */
export interface StorageSopClass {
  /** Its UID. */
  readonly uid: string;
  /** The name DCMTK prints in dumps and reads in profile files. */
  readonly name: string;
  /** The abbreviation of file names and progress lines: not always the modality of the Standard. */
  readonly modality: string;
  /** Whether `storescu` proposes it by default: the 64 that fill an association with two contexts each. */
  readonly proposedByDefault: boolean;
}

type Row = readonly [uid: string, name: string, modality: string, proposed?: "default"];

// deno-fmt-ignore
const rows: readonly Row[] = [
  ["1.2.840.10008.5.1.4.1.1.88.71", "AcquisitionContextSRStorage", "SRa"],
  ["1.2.840.10008.5.1.4.1.1.11.8", "AdvancedBlendingPresentationStateStorage", "PSa"],
  ["1.2.840.10008.5.1.4.1.1.9.1.3", "AmbulatoryECGWaveformStorage", "ECA", "default"],
  ["1.2.840.10008.5.1.4.1.1.9.5.1", "ArterialPulseWaveformStorage", "WVa"],
  ["1.2.840.10008.5.1.4.1.1.78.2", "AutorefractionMeasurementsStorage", "OPa"],
  ["1.2.840.10008.5.1.4.1.1.131", "BasicStructuredDisplayStorage", "SD"],
  ["1.2.840.10008.5.1.4.1.1.88.11", "BasicTextSRStorage", "SRt", "default"],
  ["1.2.840.10008.5.1.4.1.1.9.4.1", "BasicVoiceAudioWaveformStorage", "AUV", "default"],
  ["1.2.840.10008.5.1.4.1.1.11.4", "BlendingSoftcopyPresentationStateStorage", "PSb", "default"],
  ["1.2.840.10008.5.1.4.1.1.9.8.1", "BodyPositionWaveformStorage", "WVb"],
  ["1.2.840.10008.5.1.4.1.1.13.1.4", "BreastProjectionXRayImageStorageForPresentation", "BX"],
  ["1.2.840.10008.5.1.4.1.1.13.1.5", "BreastProjectionXRayImageStorageForProcessing", "BP"],
  ["1.2.840.10008.5.1.4.1.1.13.1.3", "BreastTomosynthesisImageStorage", "BT"],
  ["1.2.840.10008.5.1.4.1.1.9.3.1", "CardiacElectrophysiologyWaveformStorage", "WVc", "default"],
  ["1.2.840.10008.5.1.4.1.1.481.19", "CArmPhotonElectronRadiationRecordStorage", "RRc"],
  ["1.2.840.10008.5.1.4.1.1.481.13", "CArmPhotonElectronRadiationStorage", "Rca"],
  ["1.2.840.10008.5.1.4.1.1.88.65", "ChestCADSRStorage", "SRh", "default"],
  ["1.2.840.10008.5.1.4.1.1.88.69", "ColonCADSRStorage", "SRo", "default"],
  ["1.2.840.10008.5.1.4.1.1.11.2", "ColorSoftcopyPresentationStateStorage", "PSc", "default"],
  ["1.2.840.10008.5.1.4.1.1.11.7", "CompositingPlanarMPRVolumetricPresentationStateStorage", "VPc"],
  ["1.2.840.10008.5.1.4.1.1.88.34", "Comprehensive3DSRStorage", "SR3"],
  ["1.2.840.10008.5.1.4.1.1.88.33", "ComprehensiveSRStorage", "SRc", "default"],
  ["1.2.840.10008.5.1.4.1.1.1", "ComputedRadiographyImageStorage", "CR", "default"],
  ["1.2.840.10008.5.1.4.1.1.90.1", "ContentAssessmentResultsStorage", "AS"],
  ["1.2.840.10008.5.1.4.1.1.82.1", "CornealTopographyMapStorage", "CM"],
  ["1.2.840.10008.5.1.4.1.1.2", "CTImageStorage", "CT", "default"],
  ["1.2.840.10008.5.1.4.1.1.200.2", "CTPerformedProcedureProtocolStorage", "PPcp"],
  ["1.2.840.10008.5.1.4.1.1.66.3", "DeformableSpatialRegistrationStorage", "RGd"],
  ["1.2.840.10008.5.1.4.1.1.77.1.7", "DermoscopicPhotographyImageStorage", "VLd"],
  ["1.2.840.10008.5.1.4.1.1.1.3", "DigitalIntraOralXRayImageStorageForPresentation", "DXo", "default"],
  ["1.2.840.10008.5.1.4.1.1.1.3.1", "DigitalIntraOralXRayImageStorageForProcessing", "DPo", "default"],
  ["1.2.840.10008.5.1.4.1.1.1.2", "DigitalMammographyXRayImageStorageForPresentation", "DXm", "default"],
  ["1.2.840.10008.5.1.4.1.1.1.2.1", "DigitalMammographyXRayImageStorageForProcessing", "DPm", "default"],
  ["1.2.840.10008.5.1.4.1.1.1.1", "DigitalXRayImageStorageForPresentation", "DX", "default"],
  ["1.2.840.10008.5.1.4.1.1.1.1.1", "DigitalXRayImageStorageForProcessing", "DP", "default"],
  ["1.2.840.10008.5.1.4.1.1.9.7.2", "ElectromyogramWaveformStorage", "EMG"],
  ["1.2.840.10008.5.1.4.1.1.9.7.3", "ElectrooculogramWaveformStorage", "EOG"],
  ["1.2.840.10008.5.1.4.1.1.104.2", "EncapsulatedCDAStorage", "CDA"],
  ["1.2.840.10008.5.1.4.1.1.104.5", "EncapsulatedMTLStorage", "MTL"],
  ["1.2.840.10008.5.1.4.1.1.104.4", "EncapsulatedOBJStorage", "OBJ"],
  ["1.2.840.10008.5.1.4.1.1.104.1", "EncapsulatedPDFStorage", "PDF", "default"],
  ["1.2.840.10008.5.1.4.1.1.104.3", "EncapsulatedSTLStorage", "STL"],
  ["1.2.840.10008.5.1.4.1.1.2.1", "EnhancedCTImageStorage", "CTe", "default"],
  ["1.2.840.10008.5.1.4.1.1.4.3", "EnhancedMRColorImageStorage", "MRc"],
  ["1.2.840.10008.5.1.4.1.1.4.1", "EnhancedMRImageStorage", "MRe", "default"],
  ["1.2.840.10008.5.1.4.1.1.130", "EnhancedPETImageStorage", "PIe"],
  ["1.2.840.10008.5.1.4.1.1.88.22", "EnhancedSRStorage", "SRe", "default"],
  ["1.2.840.10008.5.1.4.1.1.6.2", "EnhancedUSVolumeStorage", "USe"],
  ["1.2.840.10008.5.1.4.1.1.12.1.1", "EnhancedXAImageStorage", "XAe", "default"],
  ["1.2.840.10008.5.1.4.1.1.88.76", "EnhancedXRayRadiationDoseSRStorage", "SRde"],
  ["1.2.840.10008.5.1.4.1.1.12.2.1", "EnhancedXRFImageStorage", "RFe", "default"],
  ["1.2.840.10008.5.1.4.1.1.88.35", "ExtensibleSRStorage", "SRx"],
  ["1.2.840.10008.5.1.4.1.1.9.4.2", "GeneralAudioWaveformStorage", "AUG"],
  ["1.2.840.10008.5.1.4.1.1.9.1.2", "GeneralECGWaveformStorage", "ECG", "default"],
  ["1.2.840.10008.5.1.4.1.1.11.6", "GrayscalePlanarMPRVolumetricPresentationStateStorage", "VPg"],
  ["1.2.840.10008.5.1.4.1.1.11.1", "GrayscaleSoftcopyPresentationStateStorage", "PSg", "default"],
  ["1.2.840.10008.5.1.4.1.1.9.2.1", "HemodynamicWaveformStorage", "WVh", "default"],
  ["1.2.840.10008.5.1.4.1.1.88.70", "ImplantationPlanSRDocumentStorage", "SRi"],
  ["1.2.840.10008.5.1.4.1.1.78.8", "IntraocularLensCalculationsStorage", "OPc"],
  ["1.2.840.10008.5.1.4.1.1.14.1", "IntravascularOpticalCoherenceTomographyImageStorageForPresentation", "OCt"],
  ["1.2.840.10008.5.1.4.1.1.14.2", "IntravascularOpticalCoherenceTomographyImageStorageForProcessing", "OCp"],
  ["1.2.840.10008.5.1.4.1.1.78.3", "KeratometryMeasurementsStorage", "OPk"],
  ["1.2.840.10008.5.1.4.1.1.88.59", "KeyObjectSelectionDocumentStorage", "KO", "default"],
  ["1.2.840.10008.5.1.4.1.1.2.2", "LegacyConvertedEnhancedCTImageStorage", "CTl"],
  ["1.2.840.10008.5.1.4.1.1.4.4", "LegacyConvertedEnhancedMRImageStorage", "MRl"],
  ["1.2.840.10008.5.1.4.1.1.128.1", "LegacyConvertedEnhancedPETImageStorage", "PIl"],
  ["1.2.840.10008.5.1.4.1.1.78.1", "LensometryMeasurementsStorage", "OPl"],
  ["1.2.840.10008.5.1.4.1.1.79.1", "MacularGridThicknessAndVolumeReportStorage", "SRg"],
  ["1.2.840.10008.5.1.4.1.1.88.50", "MammographyCADSRStorage", "SRm", "default"],
  ["1.2.840.10008.5.1.4.1.1.91.1", "MicroscopyBulkSimpleAnnotationsStorage", "MAs"],
  ["1.2.840.10008.5.1.4.1.1.4", "MRImageStorage", "MR", "default"],
  ["1.2.840.10008.5.1.4.1.1.4.2", "MRSpectroscopyStorage", "MRs", "default"],
  ["1.2.840.10008.5.1.4.1.1.9.6.2", "MultichannelRespiratoryWaveformStorage", "WVm"],
  ["1.2.840.10008.5.1.4.1.1.7.2", "MultiframeGrayscaleByteSecondaryCaptureImageStorage", "SCb", "default"],
  ["1.2.840.10008.5.1.4.1.1.7.3", "MultiframeGrayscaleWordSecondaryCaptureImageStorage", "SCw", "default"],
  ["1.2.840.10008.5.1.4.1.1.7.1", "MultiframeSingleBitSecondaryCaptureImageStorage", "SCs", "default"],
  ["1.2.840.10008.5.1.4.1.1.7.4", "MultiframeTrueColorSecondaryCaptureImageStorage", "SCc", "default"],
  ["1.2.840.10008.5.1.4.1.1.11.11", "MultipleVolumeRenderingVolumetricPresentationStateStorage", "VPm"],
  ["1.2.840.10008.5.1.4.1.1.20", "NuclearMedicineImageStorage", "NM", "default"],
  ["1.2.840.10008.5.1.4.1.1.78.7", "OphthalmicAxialMeasurementsStorage", "OPx"],
  ["1.2.840.10008.5.1.4.1.1.77.1.5.8", "OphthalmicOpticalCoherenceTomographyBscanVolumeAnalysisStorage", "OCb"],
  ["1.2.840.10008.5.1.4.1.1.77.1.5.7", "OphthalmicOpticalCoherenceTomographyEnFaceImageStorage", "OCe"],
  ["1.2.840.10008.5.1.4.1.1.77.1.5.2", "OphthalmicPhotography16BitImageStorage", "OPw", "default"],
  ["1.2.840.10008.5.1.4.1.1.77.1.5.1", "OphthalmicPhotography8BitImageStorage", "OPb", "default"],
  ["1.2.840.10008.5.1.4.1.1.81.1", "OphthalmicThicknessMapStorage", "OPm"],
  ["1.2.840.10008.5.1.4.1.1.77.1.5.4", "OphthalmicTomographyImageStorage", "OPt", "default"],
  ["1.2.840.10008.5.1.4.1.1.80.1", "OphthalmicVisualFieldStaticPerimetryMeasurementsStorage", "OPp"],
  ["1.2.840.10008.5.1.4.1.1.30", "ParametricMapStorage", "PM"],
  ["1.2.840.10008.5.1.4.1.1.88.73", "PatientRadiationDoseSRStorage", "SRq"],
  ["1.2.840.10008.5.1.4.1.1.88.75", "PerformedImagingAgentAdministrationSRStorage", "SRi"],
  ["1.2.840.10008.5.1.4.1.1.88.74", "PlannedImagingAgentAdministrationSRStorage", "SRj"],
  ["1.2.840.10008.5.1.4.1.1.128", "PositronEmissionTomographyImageStorage", "PI", "default"],
  ["1.2.840.10008.5.1.4.1.1.88.40", "ProcedureLogStorage", "SRp", "default"],
  ["1.2.840.10008.5.1.4.1.1.11.3", "PseudoColorSoftcopyPresentationStateStorage", "PSp", "default"],
  ["1.2.840.10008.5.1.4.1.1.88.68", "RadiopharmaceuticalRadiationDoseSRStorage", "SRr"],
  ["1.2.840.10008.5.1.4.1.1.66", "RawDataStorage", "RAW", "default"],
  ["1.2.840.10008.5.1.4.1.1.67", "RealWorldValueMappingStorage", "RWM", "default"],
  ["1.2.840.10008.5.1.4.1.1.9.6.1", "RespiratoryWaveformStorage", "WVr"],
  ["1.2.840.10008.5.1.4.1.1.481.15", "RoboticArmRadiationStorage", "Rra"],
  ["1.2.840.10008.5.1.4.1.1.481.20", "RoboticRadiationRecordStorage", "RRr"],
  ["1.2.840.10008.5.1.4.1.1.9.7.1", "RoutineScalpElectroencephalogramWaveformStorage", "EEG"],
  ["1.2.840.10008.5.1.4.34.7", "RTBeamsDeliveryInstructionStorage", "RTd"],
  ["1.2.840.10008.5.1.4.1.1.481.4", "RTBeamsTreatmentRecordStorage", "RTb", "default"],
  ["1.2.840.10008.5.1.4.34.10", "RTBrachyApplicationSetupDeliveryInstructionStorage", "RTa"],
  ["1.2.840.10008.5.1.4.1.1.481.6", "RTBrachyTreatmentRecordStorage", "RTr", "default"],
  ["1.2.840.10008.5.1.4.1.1.481.2", "RTDoseStorage", "RD", "default"],
  ["1.2.840.10008.5.1.4.1.1.481.1", "RTImageStorage", "RI", "default"],
  ["1.2.840.10008.5.1.4.1.1.481.9", "RTIonBeamsTreatmentRecordStorage", "RTi"],
  ["1.2.840.10008.5.1.4.1.1.481.8", "RTIonPlanStorage", "RPi"],
  ["1.2.840.10008.5.1.4.1.1.481.10", "RTPhysicianIntentStorage", "RIp"],
  ["1.2.840.10008.5.1.4.1.1.481.5", "RTPlanStorage", "RP", "default"],
  ["1.2.840.10008.5.1.4.1.1.481.16", "RTRadiationRecordSetStorage", "RSr"],
  ["1.2.840.10008.5.1.4.1.1.481.17", "RTRadiationSalvageRecordStorage", "RRs"],
  ["1.2.840.10008.5.1.4.1.1.481.21", "RTRadiationSetDeliveryInstructionStorage", "RSd"],
  ["1.2.840.10008.5.1.4.1.1.481.12", "RTRadiationSetStorage", "RSe"],
  ["1.2.840.10008.5.1.4.1.1.481.11", "RTSegmentAnnotationStorage", "RAs"],
  ["1.2.840.10008.5.1.4.1.1.481.3", "RTStructureSetStorage", "RS", "default"],
  ["1.2.840.10008.5.1.4.1.1.481.22", "RTTreatmentPreparationStorage", "RTp"],
  ["1.2.840.10008.5.1.4.1.1.481.7", "RTTreatmentSummaryRecordStorage", "RTs", "default"],
  ["1.2.840.10008.5.1.4.1.1.7", "SecondaryCaptureImageStorage", "SC", "default"],
  ["1.2.840.10008.5.1.4.1.1.66.4", "SegmentationStorage", "SG"],
  ["1.2.840.10008.5.1.4.1.1.11.10", "SegmentedVolumeRenderingVolumetricPresentationStateStorage", "VPs"],
  ["1.2.840.10008.5.1.4.1.1.88.72", "SimplifiedAdultEchoSRStorage", "SRu"],
  ["1.2.840.10008.5.1.4.1.1.9.7.4", "SleepElectroencephalogramWaveformStorage", "WVs"],
  ["1.2.840.10008.5.1.4.1.1.66.2", "SpatialFiducialsStorage", "FID", "default"],
  ["1.2.840.10008.5.1.4.1.1.66.1", "SpatialRegistrationStorage", "RGs", "default"],
  ["1.2.840.10008.5.1.4.1.1.78.6", "SpectaclePrescriptionReportStorage", "SRs"],
  ["1.2.840.10008.5.1.4.1.1.77.1.5.3", "StereometricRelationshipStorage", "OPr", "default"],
  ["1.2.840.10008.5.1.4.1.1.78.4", "SubjectiveRefractionMeasurementsStorage", "OPs"],
  ["1.2.840.10008.5.1.4.1.1.68.1", "SurfaceScanMeshStorage", "SSm"],
  ["1.2.840.10008.5.1.4.1.1.68.2", "SurfaceScanPointCloudStorage", "SSp"],
  ["1.2.840.10008.5.1.4.1.1.66.5", "SurfaceSegmentationStorage", "SGs"],
  ["1.2.840.10008.5.1.4.1.1.481.18", "TomotherapeuticRadiationRecordStorage", "RRt"],
  ["1.2.840.10008.5.1.4.1.1.481.14", "TomotherapeuticRadiationStorage", "Rto"],
  ["1.2.840.10008.5.1.4.1.1.66.6", "TractographyResultsStorage", "TR"],
  ["1.2.840.10008.5.1.4.1.1.9.1.1", "TwelveLeadECGWaveformStorage", "TLE", "default"],
  ["1.2.840.10008.5.1.4.1.1.6.1", "UltrasoundImageStorage", "US", "default"],
  ["1.2.840.10008.5.1.4.1.1.3.1", "UltrasoundMultiframeImageStorage", "USm", "default"],
  ["1.2.840.10008.5.1.4.1.1.77.1.1.1", "VideoEndoscopicImageStorage", "VVe"],
  ["1.2.840.10008.5.1.4.1.1.77.1.2.1", "VideoMicroscopicImageStorage", "VVm"],
  ["1.2.840.10008.5.1.4.1.1.77.1.4.1", "VideoPhotographicImageStorage", "VVp"],
  ["1.2.840.10008.5.1.4.1.1.78.5", "VisualAcuityMeasurementsStorage", "OPv"],
  ["1.2.840.10008.5.1.4.1.1.77.1.1", "VLEndoscopicImageStorage", "VLe", "default"],
  ["1.2.840.10008.5.1.4.1.1.77.1.2", "VLMicroscopicImageStorage", "VLm", "default"],
  ["1.2.840.10008.5.1.4.1.1.77.1.4", "VLPhotographicImageStorage", "VLp", "default"],
  ["1.2.840.10008.5.1.4.1.1.77.1.3", "VLSlideCoordinatesMicroscopicImageStorage", "VLs", "default"],
  ["1.2.840.10008.5.1.4.1.1.77.1.6", "VLWholeSlideMicroscopyImageStorage", "VLw"],
  ["1.2.840.10008.5.1.4.1.1.11.9", "VolumeRenderingVolumetricPresentationStateStorage", "VPv"],
  ["1.2.840.10008.5.1.4.1.1.77.1.5.5", "WideFieldOphthalmicPhotographyStereographicProjectionImageStorage", "OWs"],
  ["1.2.840.10008.5.1.4.1.1.77.1.5.6", "WideFieldOphthalmicPhotography3DCoordinatesImageStorage", "OW3"],
  ["1.2.840.10008.5.1.4.1.1.200.8", "XAPerformedProcedureProtocolStorage", "PPxp"],
  ["1.2.840.10008.5.1.4.1.1.11.5", "XAXRFGrayscaleSoftcopyPresentationStateStorage", "PSx"],
  ["1.2.840.10008.5.1.4.1.1.13.1.1", "XRay3DAngiographicImageStorage", "XA3"],
  ["1.2.840.10008.5.1.4.1.1.13.1.2", "XRay3DCraniofacialImageStorage", "XC3"],
  ["1.2.840.10008.5.1.4.1.1.12.1", "XRayAngiographicImageStorage", "XA", "default"],
  ["1.2.840.10008.5.1.4.1.1.88.67", "XRayRadiationDoseSRStorage", "SRd", "default"],
  ["1.2.840.10008.5.1.4.1.1.12.2", "XRayRadiofluoroscopicImageStorage", "RF", "default"],
  ["1.2.840.10008.5.1.1.30", "RETIRED_HardcopyColorImageStorage", "HC"],
  ["1.2.840.10008.5.1.1.29", "RETIRED_HardcopyGrayscaleImageStorage", "HG"],
  ["1.2.840.10008.5.1.4.1.1.5", "RETIRED_NuclearMedicineImageStorage", "NMr"],
  ["1.2.840.10008.5.1.4.1.1.9", "RETIRED_StandaloneCurveStorage", "CV"],
  ["1.2.840.10008.5.1.4.1.1.10", "RETIRED_StandaloneModalityLUTStorage", "ML"],
  ["1.2.840.10008.5.1.4.1.1.8", "RETIRED_StandaloneOverlayStorage", "OV"],
  ["1.2.840.10008.5.1.4.1.1.129", "RETIRED_StandalonePETCurveStorage", "PC"],
  ["1.2.840.10008.5.1.4.1.1.11", "RETIRED_StandaloneVOILUTStorage", "VO"],
  ["1.2.840.10008.5.1.1.27", "RETIRED_StoredPrintStorage", "SP"],
  ["1.2.840.10008.5.1.4.1.1.6", "RETIRED_UltrasoundImageStorage", "USr"],
  ["1.2.840.10008.5.1.4.1.1.3", "RETIRED_UltrasoundMultiframeImageStorage", "USf"],
  ["1.2.840.10008.5.1.4.1.1.77.1", "RETIRED_VLImageStorage", "VLr"],
  ["1.2.840.10008.5.1.4.1.1.77.2", "RETIRED_VLMultiframeImageStorage", "VMr"],
  ["1.2.840.10008.5.1.4.1.1.12.3", "RETIRED_XRayAngiographicBiPlaneImageStorage", "XB"],
  ["1.2.840.10008.5.1.4.1.1.88.2", "DRAFT_SRAudioStorage", "SR_a"],
  ["1.2.840.10008.5.1.4.1.1.88.4", "DRAFT_SRComprehensiveStorage", "SR_c"],
  ["1.2.840.10008.5.1.4.1.1.88.3", "DRAFT_SRDetailStorage", "SR_d"],
  ["1.2.840.10008.5.1.4.1.1.88.1", "DRAFT_SRTextStorage", "SR_t"],
  ["1.2.840.10008.5.1.4.1.1.9.1", "DRAFT_WaveformStorage", "WV_d"],
  ["1.2.840.10008.5.1.4.34.1", "DRAFT_RTBeamsDeliveryInstructionStorage", "RB_d"],
  ["1.2.840.10008.5.1.4.1.1.501.1", "DICOS_CTImageStorage", "CTs"],
  ["1.2.840.10008.5.1.4.1.1.501.2.1", "DICOS_DigitalXRayImageStorageForPresentation", "DXs"],
  ["1.2.840.10008.5.1.4.1.1.501.2.2", "DICOS_DigitalXRayImageStorageForProcessing", "DPs"],
  ["1.2.840.10008.5.1.4.1.1.501.3", "DICOS_ThreatDetectionReportStorage", "TDR"],
  ["1.2.840.10008.5.1.4.1.1.501.4", "DICOS_2DAITStorage", "AI2"],
  ["1.2.840.10008.5.1.4.1.1.501.5", "DICOS_3DAITStorage", "AI3"],
  ["1.2.840.10008.5.1.4.1.1.501.6", "DICOS_QuadrupoleResonanceStorage", "QR"],
  ["1.2.840.10008.5.1.4.1.1.601.1", "DICONDE_EddyCurrentImageStorage", "EC"],
  ["1.2.840.10008.5.1.4.1.1.601.2", "DICONDE_EddyCurrentMultiframeImageStorage", "ECm"],
  // Objects without a patient (PS3.4, Annex GG)
  ["1.2.840.10008.5.1.4.39.1", "ColorPaletteStorage", "CP"],
  ["1.2.840.10008.5.1.4.1.1.200.1", "CTDefinedProcedureProtocolStorage", "PPcd"],
  ["1.2.840.10008.5.1.4.43.1", "GenericImplantTemplateStorage", "IT"],
  ["1.2.840.10008.5.1.4.38.1", "HangingProtocolStorage", "HP"],
  ["1.2.840.10008.5.1.4.44.1", "ImplantAssemblyTemplateStorage", "ITa"],
  ["1.2.840.10008.5.1.4.45.1", "ImplantTemplateGroupStorage", "ITg"],
  ["1.2.840.10008.5.1.4.1.1.200.3", "ProtocolApprovalStorage", "PA"],
  ["1.2.840.10008.5.1.4.1.1.200.7", "XADefinedProcedureProtocolStorage", "PPxd"],
];

/** Every storage SOP class DCMTK accepts with `--required`, in its order. */
export function storageSopClasses(): readonly StorageSopClass[] {
  return rows.map(([uid, name, modality, proposed]) => ({
    uid,
    name,
    modality,
    proposedByDefault: proposed === "default",
  }));
}

/** The UIDs `storescu` proposes by default, in order. */
export function defaultStorageSopClassUids(): readonly string[] {
  const uids: string[] = [];
  for (const row of rows) if (row[3] === "default") uids.push(row[0]);
  return uids;
}

let byUid: Map<string, StorageSopClass> | undefined;

/** The row of a storage SOP class, or `undefined` for any other UID. */
export function storageSopClassOf(uid: string): StorageSopClass | undefined {
  byUid ??= new Map(storageSopClasses().map((sopClass) => [sopClass.uid, sopClass]));
  return byUid.get(uid);
}

/** Whether the UID names a storage SOP class that DCMTK knows, with or without a patient. */
export function isStorageSopClass(uid: string): boolean {
  return storageSopClassOf(uid) !== undefined;
}

/** The abbreviation DCMTK prints for the instances of a class, such as `CT` or `SRt`. */
export function modalityOf(sopClassUid: string): string | undefined {
  return storageSopClassOf(sopClassUid)?.modality;
}
